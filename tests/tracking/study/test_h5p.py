"""Packages in a lesson: state, results and statements, each for the learner whose launch it is."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from courses.catalogue import iris
from courses.catalogue.actions import release
from courses.catalogue.models import LessonPage
from courses.packages import actions as packages
from courses.packages import tokens
from courses.packages.models import PackageVersion
from lms.core import clock
from lms.people.models import User
from tests.cast import Cast, enrol, put_on_offer, raise_the_curtain
from tests.committed import Committed
from tests.courses.packages.packing import PARAMS, files, pack
from tracking.enrolment.models import Enrolment
from tracking.evidence.models import Evidence
from tracking.lrs.models import Statement
from tracking.progress.actions import mark_done
from tracking.progress.models import PartDone
from tracking.study import h5p
from tracking.study.models import PackageResult, PackageState


class Stage:
    """Amina and Bela, enrolled in a course whose second lesson plays a package; each with a frame open."""

    def __init__(self) -> None:
        self.cast: Cast = raise_the_curtain()
        self.offer = put_on_offer(self.cast)
        self.version: PackageVersion = packages.upload(
            file=pack(files()), name="seal.h5p", administration=self.cast.sanderra, by=self.cast.admin, at=clock.now()
        )
        page = LessonPage.objects.descendant_of(self.offer.page).order_by("path").last()
        assert page is not None
        page.body.append(("h5p", {"package": self.version.package, "grading": "best"}))
        page.save()
        self.lesson = str(page.translation_key)
        self.offer.release = release(course=self.offer.page, by=self.cast.admin, at=clock.now()).release
        self.edition = self.offer.release.editions.get()
        self.client = Client()

    def open(self, person: User) -> str:
        """The token in the frame that a person's browser opens."""
        enrolment = Enrolment.objects.filter(person=person).first() or enrol(self.cast, person, self.offer)
        self.client.force_login(person)
        answer = self.client.get(f"/learn/{enrolment.uid}/{self.lesson}/package/{self.version.package.uid}/")
        assert answer.status_code == 200
        said = json.loads(answer.content.decode().split('id="ways" type="application/json">')[1].split("</script>")[0])
        self.client.logout()
        return said["seen"].split("/")[3]

    def post(self, token: str, what: str, body: Any) -> int:
        kind = {"content_type": "text/plain"} if isinstance(body, str) else {}
        return self.client.post(f"/h5p/play/{token}/{what}/", body, **kind).status_code

    def end(self, token: str, **changes: Any) -> int:
        return self.post(token, "finished", {"score": 1, "maxScore": 1, "opened": 100, "finished": 160, **changes})


@pytest.fixture
def stage(own_storage: Path, committed: Committed) -> Stage:
    return committed(Stage)


def test_the_edition_holds_the_version_and_asks_for_the_package(stage: Stage) -> None:
    assert [link.package_version for link in stage.edition.packages.all()] == [stage.version]
    assert stage.offer.release.rules["packages"] == [str(stage.version.package.uid)]


def test_a_result_becomes_a_statement_of_ours_and_a_part_done_and_no_evidence(stage: Stage) -> None:
    assert stage.end(stage.open(stage.cast.amina)) == 200

    result = PackageResult.objects.get()
    assert (result.enrolment.person, result.number, result.score, result.max_score) == (stage.cast.amina, 1, 1, 1)
    statement = Statement.objects.get()
    said = json.loads(statement.text)
    assert statement.origin == Statement.Origin.SERVER
    assert said["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"
    assert said["object"]["id"] == iris.package(stage.version.package.uid)
    assert said["result"]["score"] == {"raw": 1.0, "min": 0, "max": 1.0, "scaled": 1.0}
    assert said["actor"]["account"]["name"] == str(stage.cast.amina.uid)
    assert [(part.kind, part.uid) for part in PartDone.objects.all()] == [("package", stage.version.package.uid)]
    assert Evidence.objects.count() == 0


def test_the_same_end_told_again_is_one_result_and_another_one_is_the_next(stage: Stage) -> None:
    token = stage.open(stage.cast.amina)
    assert [stage.end(token), stage.end(token), stage.end(token, score=0, finished=200)] == [200, 200, 200]
    assert list(PackageResult.objects.order_by("number").values_list("number", "score")) == [(1, 1), (2, 0)]
    assert Statement.objects.count() == 2


def test_what_ends_with_nothing_to_reach_is_done_and_has_no_result(stage: Stage) -> None:
    """As a documentation tool does when it is handed in."""
    token = stage.open(stage.cast.amina)
    assert [stage.end(token, score=0, maxScore=0) for _time in range(2)] == [200, 200]
    assert (PackageResult.objects.count(), PartDone.objects.filter(kind="package").count()) == (0, 1)


@pytest.mark.parametrize(
    "changes", [{"score": 2}, {"score": "nan"}, {"score": "x"}, {"opened": "inf"}, {"maxScore": -1}]
)
def test_a_score_that_cannot_be_is_refused(stage: Stage, changes: dict[str, Any]) -> None:
    assert stage.end(stage.open(stage.cast.amina), **changes) == 400
    assert (PackageResult.objects.count(), PartDone.objects.count()) == (0, 0)


def test_state_is_kept_restored_and_thrown_away(stage: Stage) -> None:
    token = stage.open(stage.cast.amina)
    sub = "0b2f0c1e-6a4b-4c34-9f3a-0a7b7e1f5d11"
    assert stage.post(token, "state/state/0", {"data": '{"answer":true}', "preload": 1}) == 200
    assert stage.post(token, f"state/state/{sub}", {"data": "{}"}) == 200

    play = h5p.play(token, at=clock.now())
    assert play is not None
    assert h5p.states(play) == {"0": {"state": '{"answer":true}'}, sub: {"state": "{}"}}
    assert stage.client.get(f"/h5p/play/{token}/state/state/0/").json() == {"success": True, "data": '{"answer":true}'}
    assert stage.post(token, "state/state/0", {"data": "0"}) == 200
    assert list(h5p.states(play)) == [sub]


def test_nobody_reads_the_state_or_results_of_another(stage: Stage) -> None:
    hers, his = stage.open(stage.cast.amina), stage.open(stage.cast.bela)
    stage.post(hers, "state/state/0", {"data": '{"answer":true}'})
    stage.end(hers)

    assert stage.client.get(f"/h5p/play/{his}/state/state/0/").json() == {"success": True, "data": False}
    enrolment = Enrolment.objects.get(person=stage.cast.amina)
    uid = stage.version.package.uid
    stage.client.force_login(stage.cast.bela)
    assert stage.client.get(f"/learn/{enrolment.uid}/{stage.lesson}/package/{uid}/").status_code == 404
    assert stage.client.get(f"/learn/{enrolment.uid}/package/{uid}/").status_code == 404


def test_a_token_of_another_content_or_without_a_launch_or_too_old_opens_nothing(stage: Stage) -> None:
    token = stage.open(stage.cast.amina)
    claim = tokens.read(token)
    assert claim is not None
    assert stage.end(tokens.issue(tokens.Claim(claim.version))) == 404
    assert stage.end(token + "x") == 404
    other = packages.upload(
        file=pack(files(params=PARAMS | {"isTrue": False})), name="b.h5p", administration=stage.cast.sanderra,
        by=stage.cast.admin, at=clock.now(),
    )  # fmt: skip
    assert stage.client.get(f"/h5p/content/{token}/../{other.pk}/x.png").status_code == 404
    assert h5p.play(token, at=clock.now() + timedelta(days=30)) is None
    assert PackageResult.objects.count() == 0


def test_state_beyond_measure_is_refused(stage: Stage) -> None:
    token = stage.open(stage.cast.amina)
    assert stage.post(token, "state/state/0", {"data": "x" * (h5p.LARGEST_STATE + 1)}) == 413
    assert PackageState.objects.count() == 0


def test_statements_are_stored_with_the_actor_of_the_launch_and_move_nothing(stage: Stage) -> None:
    token = stage.open(stage.cast.amina)
    about = iris.package(stage.version.package.uid)
    verb = {"id": "http://adlnet.gov/expapi/verbs/completed"}
    given = [
        {"actor": {"mbox": "mailto:bela@scbs.example"}, "verb": verb, "object": {"id": about}},
        {
            "verb": verb,
            "object": {"id": f"{about}?subContentId=1"},
            "result": {"score": {"min": 0, "max": 0, "raw": 0}},
        },
        {"verb": verb, "object": {"id": iris.lesson(stage.lesson)}},
        "nonsense",
    ]
    assert stage.post(token, "statements", json.dumps(given)) == 200

    kept = [json.loads(statement.text) for statement in Statement.objects.order_by("seq")]
    assert [statement["object"]["id"] for statement in kept] == [about, f"{about}?subContentId=1"]
    assert {statement["actor"]["account"]["name"] for statement in kept} == {str(stage.cast.amina.uid)}
    assert PartDone.objects.count() == 0


def test_a_package_without_points_is_finished_by_being_opened_once(stage: Stage) -> None:
    token = stage.open(stage.cast.amina)
    assert [stage.post(token, "seen", {}), stage.post(token, "seen", {})] == [200, 200]
    assert (Statement.objects.count(), PartDone.objects.count(), PackageResult.objects.count()) == (1, 1, 0)


def test_the_lesson_frames_the_package_and_lists_the_results_under_a_strict_policy(stage: Stage) -> None:
    stage.end(stage.open(stage.cast.amina))
    enrolment = Enrolment.objects.get(person=stage.cast.amina)
    stage.client.force_login(stage.cast.amina)
    answer = stage.client.get(f"/learn/{enrolment.uid}/{stage.lesson}/")
    assert "Your result: 1 of 1." in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert ("frame-src 'self'" in policy, "unsafe" in policy) == (True, False)


def test_around_a_content_the_page_speaks_its_readers_language_whatever_that_of_the_lesson(stage: Stage) -> None:
    stage.end(stage.open(stage.cast.amina))
    enrolment = Enrolment.objects.get(person=stage.cast.amina)
    stage.client.force_login(stage.cast.amina)
    stage.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    page = stage.client.get(f"/learn/{enrolment.uid}/{stage.lesson}/").content.decode()
    assert '<article class="lesson flow" id="lesson" lang="en" dir="ltr">' in page
    assert re.findall(r'<div data-results="[^"]+" lang="(\w+)" dir="(\w+)"', page) == [("ar", "rtl")]


def test_done_leads_to_what_is_still_to_do_in_a_lesson_and_on_once_it_is_done(stage: Stage) -> None:
    enrolment = enrol(stage.cast, stage.cast.amina, stage.offer)
    lesson = f"/learn/{enrolment.uid}/{stage.lesson}/"
    pass_quizzes(enrolment)
    stage.client.force_login(stage.cast.amina)
    unread = stage.client.get(lesson).context["to_do"]
    kept = stage.client.post(lesson, follow=True)
    asked = [(part.title, part.anchor) for part in kept.context["to_do"]]
    assert (unread, kept.redirect_chain) == ([], [(lesson, 302)])
    assert asked == [(stage.version.package.title, f"package-{stage.version.package.uid}")]
    assert (f'id="{asked[0][1]}"' in kept.text, "Leave it for later" in kept.text) == (True, True)
    stage.end(stage.open(stage.cast.amina))
    stage.client.force_login(stage.cast.amina)
    assert stage.client.get(lesson).context["to_do"] == []
    assert stage.client.post(lesson).headers["Location"] == f"/learn/{enrolment.uid}/"


def pass_quizzes(enrolment: Enrolment) -> None:
    edition = enrolment.release.editions.get()
    for uid in enrolment.release.rules["quizzes"]:
        mark_done(enrolment=enrolment, kind="quiz", uid=uid, edition=edition, at=clock.now())


def test_done_goes_on_to_the_next_lesson_that_is_not_done_and_never_back(stage: Stage) -> None:
    enrolment = enrol(stage.cast, stage.cast.amina, stage.offer)
    pass_quizzes(enrolment)
    first, second = (f"/learn/{enrolment.uid}/{uid}/" for uid in stage.offer.release.rules["lessons"])
    stage.end(stage.open(stage.cast.amina))
    stage.client.force_login(stage.cast.amina)
    # The first lesson is not done yet, and waits in the outline for whoever began with the second.
    assert stage.client.post(second).headers["Location"] == f"/learn/{enrolment.uid}/"
    assert stage.client.post(first).headers["Location"] == f"/learn/{enrolment.uid}/"


def test_practice_that_is_put_into_a_lesson_reaches_those_under_way_and_undoes_nothing(stage: Stage) -> None:
    enrolment = enrol(stage.cast, stage.cast.amina, stage.offer)
    lesson = f"/learn/{enrolment.uid}/{stage.lesson}/"
    pass_quizzes(enrolment)
    stage.end(stage.open(stage.cast.amina))
    stage.client.force_login(stage.cast.amina)
    stage.client.post(lesson)
    page = LessonPage.objects.get(translation_key=stage.lesson)
    practice = packages.upload(
        file=pack(files()), name="more.h5p", administration=stage.cast.sanderra, by=stage.cast.admin, at=clock.now()
    )
    page.body.append(("h5p", {"package": practice.package, "grading": "best", "counts": False}))
    page.save()
    edition = release(course=stage.offer.page, by=stage.cast.admin, at=clock.now())
    assert (edition.release, edition.number, edition.release.rules) == (
        stage.offer.release,
        2,
        stage.offer.release.rules,
    )
    again = stage.client.get(lesson)
    [standing] = [line.done for line in again.context["study"].outline if line.uid == stage.lesson]
    assert (f'id="package-{practice.package.uid}"' in again.text, "For practice" in again.text) == (True, True)
    assert (standing, again.context["to_do"]) == (True, [])
    assert stage.client.post(lesson).headers["Location"] == f"/learn/{enrolment.uid}/"


def test_a_quiz_without_an_attempt_left_is_not_still_to_do(stage: Stage) -> None:
    enrolment = enrol(stage.cast, stage.cast.amina, stage.offer)
    lesson, [quiz] = f"/learn/{enrolment.uid}/{stage.lesson}/", enrolment.release.rules["quizzes"]
    stage.client.force_login(stage.cast.amina)
    stage.client.post(lesson)
    before = [part.anchor for part in stage.client.get(lesson).context["to_do"]]
    for _attempt in range(3):
        stage.client.post(f"{lesson}quiz/{quiz}/", {})
    after = [part.anchor for part in stage.client.get(lesson).context["to_do"]]
    assert (before, after) == ([f"quiz-{quiz}", *after], [f"package-{stage.version.package.uid}"])


def test_a_content_knows_that_what_is_handed_in_is_kept(stage: Stage) -> None:
    """A documentation tool shows no way to hand in where it does not."""
    enrolment = enrol(stage.cast, stage.cast.amina, stage.offer)
    stage.client.force_login(stage.cast.amina)
    page = stage.client.get(f"/learn/{enrolment.uid}/{stage.lesson}/package/{stage.version.package.uid}/").content
    said = json.loads(page.decode().split('id="integration" type="application/json">')[1].split("</script>")[0])
    assert said["reportingIsEnabled"] is True


def test_who_has_begun_a_version_plays_it_to_its_end_and_who_has_not_plays_the_new_one(stage: Stage) -> None:
    cast, left, ended = stage.cast, stage.open(stage.cast.amina), stage.open(stage.cast.bela)
    stage.post(left, "state/state/0", {"data": '{"answer":true}', "preload": 1, "invalidate": 1})
    stage.end(ended)
    newer = packages.upload(
        file=pack(files(params=PARAMS | {"text": "A whole seal is no proof."})), name="seal.h5p",
        administration=cast.sanderra, package=stage.version.package, by=cast.admin, at=clock.now(),
    )  # fmt: skip
    release(course=stage.offer.page, by=cast.admin, at=clock.now())

    played = {name: tokens.read(stage.open(cast.people[name])) for name in ("amina", "bela", "jonas")}
    assert {name: claim and claim.version for name, claim in played.items()} == {
        "amina": stage.version.pk, "bela": stage.version.pk, "jonas": newer.pk
    }  # fmt: skip
