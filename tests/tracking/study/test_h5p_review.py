"""What was answered in a package: seen by its learner and her supervisor, by trainers only as figures of a group."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from courses.catalogue import iris
from courses.packages.h5p.package import House, open_package
from courses.packages.models import Package
from courses.scheduling.models import Cohort, TrainerAssignment
from desks.officer import h5p as frames
from desks.trainer.h5p_items import lines
from lms.core import clock
from lms.core.archives import Limits
from lms.core.models import AccessEntry
from lms.people.models import Membership, User
from tests.cast import enter
from tests.tracking.study.test_h5p import Stage, stage
from tracking.enrolment.actions import seat
from tracking.enrolment.models import Enrolment
from tracking.study import h5p, reviews
from tracking.study.interactions import ANSWERED
from tracking.study.models import PackageResult

__all__ = ["stage"]


def answer(stage: Stage, number: int, response: str, *, right: bool, mark: str = "100-0") -> dict[str, Any]:
    about = f"{iris.package(stage.version.package.uid)}?subContentId={number}"
    definition = {
        "interactionType": "choice", "description": {"en": f"Question {number}"}, "correctResponsesPattern": ["1"],
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "choices": [{"id": "0", "description": {"en": "Wave through"}}, {"id": "1", "description": {"en": "Open"}}],
    }  # fmt: skip
    result = {
        "response": response,
        "success": right,
        "score": {"raw": int(right), "min": 0, "max": 1, "scaled": int(right)},
    }
    extensions = {h5p.MARK: mark}
    said = {
        "verb": {"id": ANSWERED, "display": {"en": "answered"}},
        "result": result,
        "context": {"extensions": extensions},
    }
    return said | {"object": {"id": about, "definition": definition}}


def play(stage: Stage, person: User, *, right: bool = False) -> Enrolment:
    """Both questions are answered, and the attempt is ended."""
    token = stage.open(person)
    said = [answer(stage, 1, "1" if right else "0", right=right), answer(stage, 2, "1", right=True)]
    assert stage.post(token, "statements", json.dumps(said)) == 200
    assert stage.end(token, play="100-0") == 200
    return Enrolment.objects.get(person=person)


def address(stage: Stage, enrolment: Enrolment) -> str:
    return f"/learn/{enrolment.uid}/package/{stage.version.package.uid}/review/"


def get(person: User, path: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(path)


def test_a_learner_sees_each_answer_and_what_would_have_been_right(stage: Stage) -> None:
    enrolment = play(stage, stage.cast.amina)
    page = get(stage.cast.amina, address(stage, enrolment)).content.decode()

    assert PackageResult.objects.get().play == "100-0"
    shown = ("Question 1", "<bdi>Wave through</bdi>", "Right would have been:", "Attempt 1")
    assert [page.count(words) for words in shown] == [1, 1, 1, 1]
    assert AccessEntry.objects.count() == 0


def test_her_supervisor_sees_them_and_is_on_record(stage: Stage) -> None:
    enrolment = play(stage, stage.cast.amina)
    assert get(stage.cast.jonas, address(stage, enrolment)).status_code == 200
    assert [(entry.by_id, entry.person_id) for entry in AccessEntry.objects.all()] == [
        (stage.cast.jonas.pk, stage.cast.amina.pk)
    ]


@pytest.mark.parametrize("who", ["bela", "lucia", "ren", "nadia", "elif", "davit", "stranger"])
def test_nobody_else_sees_them(stage: Stage, who: str) -> None:
    enrolment = play(stage, stage.cast.amina)
    assert get(stage.cast.people[who], address(stage, enrolment)).status_code == 404


def test_reviewing_many_takes_two_queries(stage: Stage, django_assert_num_queries: Any) -> None:
    played = [play(stage, stage.cast.amina), play(stage, stage.cast.bela)]
    for enrolments in (played[:1], played):
        with django_assert_num_queries(2):
            reviews.reviews(enrolments, stage.version.package.uid)


def cohort_of(stage: Stage, learners: int) -> Cohort:
    at, cast = clock.now(), stage.cast
    cohort = Cohort.objects.create(
        administration=cast.sanderra, release=stage.offer.release, title="Autumn", seats=24, starts_on=at.date(),
        ends_on=at.date(), state="released", state_at=at, state_by=cast.lucia,
    )  # fmt: skip
    TrainerAssignment.objects.create(cohort=cohort, person=cast.lucia)
    for number in range(learners):
        person = enter(cast, f"officer{number}", cast.sanderra, Membership.Role.OFFICER, unit="PVS", post="R09")
        play(stage, person, right=number < 1)
        seat(cohort=cohort, person=person, administration=cast.sanderra, by=cast.admin, at=at)
    return cohort


def test_a_trainer_sees_how_questions_work_and_nobody_s_answers(stage: Stage) -> None:
    cohort = cohort_of(stage, 6)
    first, second = lines(cohort, stage.version.package.uid)
    assert (first.n.shown, first.item and round(first.item.difficulty or 0, 2), first.wrong) == (
        "6",
        0.17,
        "Wave through",
    )
    assert (first.wrong_n and first.wrong_n.shown, second.item and second.item.difficulty) == ("5", 1)

    path = f"/trainer/cohorts/{cohort.uid}/exercises/"
    assert "Wave through" in get(stage.cast.lucia, path).content.decode()
    assert [get(stage.cast.people[who], path).status_code for who in ("amina", "ren", "elif", "stranger")] == [404] * 4


def test_of_fewer_than_five_no_figure_is_shown(stage: Stage) -> None:
    first, _second = lines(cohort_of(stage, 4), stage.version.package.uid)
    assert (first.n.shown, first.item, first.wrong) == ("<5", None, "")


def test_who_sends_too_much_is_told_when_to_come_back(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MOST_MESSAGES", 2)
    token = stage.open(stage.cast.amina)
    answers = [stage.client.post(f"/h5p/play/{token}/seen/") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


def test_a_fresh_token_is_for_the_learner_alone(stage: Stage) -> None:
    stage.open(stage.cast.amina)
    enrolment = Enrolment.objects.get(person=stage.cast.amina)
    path = f"/learn/{enrolment.uid}/{stage.lesson}/package/{stage.version.package.uid}/token/"
    fresh = get(stage.cast.amina, path).json()["token"]
    assert stage.end(fresh) == 200
    assert get(stage.cast.bela, path).status_code == 404


def test_a_package_is_handed_out_only_where_its_author_allows_it_and_passes_our_own_rules(stage: Stage) -> None:
    stage.open(stage.cast.amina)
    enrolment = Enrolment.objects.get(person=stage.cast.amina)
    path = f"/learn/{enrolment.uid}/{stage.lesson}/package/{stage.version.package.uid}/download/"
    assert get(stage.cast.amina, path).status_code == 404
    Package.objects.update(reuse=True)
    answer = get(stage.cast.amina, path)
    opened = open_package(BytesIO(b"".join(answer.streaming_content)), name="x.h5p", house=House(Limits()))

    assert (str(opened.main), opened.params) == ("C.Statement 1.0", stage.version.content.filtered)
    assert answer["Content-Disposition"] == 'attachment; filename="the-seal.h5p"'
    assert get(stage.cast.bela, path).status_code == 404
