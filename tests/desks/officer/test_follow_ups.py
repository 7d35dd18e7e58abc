"""Jonas is asked on his desk, by the course's own behaviours; what he said is read by Amina and by him, by nobody else."""

import pytest

from tests.cast import LATELY, Cast, enrol, open_gaps, put_on_offer
from tests.desks.officer.test_team import signed_in
from tracking.evidence import actions as evidence
from tracking.impact import actions
from tracking.impact.behaviours import releases_behind
from tracking.impact.models import FollowUp
from tracking.needs.events import GapClosed
from tracking.needs.models import Gap, Remedy

KEY = "0190a0a0-0000-7000-8000-000000000001"


def closed(cast: Cast, *, source: str) -> FollowUp:
    """Amina's gap in reading numbers, closed; the ninety days have long passed."""
    [gap] = open_gaps(cast, cast.amina, ratings={"P3": 1.0})
    shown = evidence.record(
        person=cast.amina, competency=cast.competencies["P3"], level=2, evidence_class="test", source=source, by=None,
        at=LATELY,
    )  # fmt: skip
    Gap.objects.filter(pk=gap.pk).update(state=Gap.State.CLOSED, closed_by=shown, state_at=LATELY)
    follow_up = actions.schedule_follow_up(
        GapClosed(
            at=LATELY, gap_id=gap.pk, person_id=cast.amina.pk, competency_id=gap.competency_id, evidence_id=shown.pk
        )
    )
    FollowUp.objects.update(due_on=LATELY.date())
    return follow_up


@pytest.fixture
def asked(cast: Cast) -> FollowUp:
    return closed(cast, source="somewhere else")


@pytest.fixture
def asked_of_course(cast: Cast) -> FollowUp:
    """The same, through a course whose checklist names one behaviour."""
    enrolment = enrol(cast, cast.amina, put_on_offer(cast))
    edition = enrolment.release.editions.get()
    competency = cast.competencies["P3"]
    edition.data["checklists"] = [
        {"competency": str(competency.uid), "code": "P3", "title": competency.title, "level": 3,
         "items": [{"key": KEY, "text": "Says how sure a figure is"}]}
    ]  # fmt: skip
    type(edition).objects.filter(pk=edition.pk).update(data=edition.data)
    return closed(cast, source=f"enrolment:{enrolment.uid}")


def test_the_desk_says_that_one_is_due_and_no_longer_once_it_is_answered(cast: Cast, asked: FollowUp) -> None:
    jonas = signed_in(cast, "jonas")
    assert jonas.get("/my/").context["follow_ups_due"] == 1
    jonas.post(f"/my/follow-ups/{asked.uid}/", {"steps": "3"})
    assert jonas.get("/my/").context["follow_ups_due"] == 0
    assert signed_in(cast, "amina").get("/my/").context["follow_ups_due"] == 0


def test_where_no_course_names_behaviours_the_general_five_are_asked(cast: Cast, asked: FollowUp) -> None:
    page = signed_in(cast, "jonas").get(f"/my/follow-ups/{asked.uid}/")
    assert [key for key, _words in page.context["behaviours"]] == ["unprompted", "steps", "evidence", "asks", "shares"]


def test_the_behaviours_of_the_course_are_asked_and_kept_in_its_words(cast: Cast, asked_of_course: FollowUp) -> None:
    jonas, address = signed_in(cast, "jonas"), f"/my/follow-ups/{asked_of_course.uid}/"
    assert list(jonas.get(address).context["behaviours"]) == [(KEY, "Says how sure a figure is")]
    jonas.post(address, {KEY: "4", "steps": "4"})
    asked_of_course.refresh_from_db()
    assert (asked_of_course.seen, asked_of_course.asked) == ({KEY: 4}, {KEY: "Says how sure a figure is"})


def test_a_course_that_was_taken_up_for_the_gap_is_asked_about_too(cast: Cast) -> None:
    enrolment = enrol(cast, cast.amina, put_on_offer(cast))
    follow_up = closed(cast, source="conversion")
    Remedy.objects.create(gap=follow_up.gap, enrolment=enrolment, at=LATELY)
    assert list(releases_behind(follow_up)) == [enrolment.release]


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("jonas", 200, 200),
        ("amina", 404, 200),
        ("bela", 404, 404),
        ("ren", 404, 404),
        ("tomas", 404, 404),
        ("nadia", 404, 404),
        ("davit", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_the_answers_are_read_by_the_officer_and_the_supervisor(
    cast: Cast, asked: FollowUp, who: str, before: int, after: int
) -> None:
    address = f"/my/follow-ups/{asked.uid}/"
    assert signed_in(cast, who).get(address).status_code == before
    signed_in(cast, "jonas").post(address, {"steps": "3", "note": "Quicker"})
    page = signed_in(cast, who).get(address)
    assert page.status_code == after
    assert ("Quicker" in page.text) is (after == 200)


def test_they_stand_in_the_record_of_the_officer_and_on_the_page_of_the_supervisor(cast: Cast, asked: FollowUp) -> None:
    signed_in(cast, "jonas").post(f"/my/follow-ups/{asked.uid}/", {"steps": "3", "given": ["time"]})
    pages = {"amina": "/my/record/", "jonas": f"/my/team/{cast.amina.uid}/"}
    for who, page in pages.items():
        [seen] = signed_in(cast, who).get(page).context["answers"]
        assert [str(often) for _words, often in seen.behaviours if often] == ["often"]
        assert [str(each) for each in seen.given] == ["time"]
