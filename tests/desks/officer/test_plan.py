"""The plan's pages: one's own only, two clicks from the desk to a seat, and a supervisor's yes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.actions import release
from courses.scheduling.models import Cohort
from tests.cast import LONG_AGO, SCENES, Cast, assess, enter
from tests.desks.officer.test_team import signed_in
from tests.kept import Scenes
from tests.reading import words
from tests.tracking.attendance.making import open_cohort
from tests.tracking.plans.making import AT, FIRST, Planning, set_up
from tracking.admission.queries import levels_of
from tracking.enrolment.actions import seat
from tracking.enrolment.models import Enrolment, Seat
from tracking.needs.models import Gap
from tracking.plans.models import LearningPlan, PlanItem
from tracking.plans.program import NoAnswerInTime


@pytest.fixture(autouse=True)
def today() -> object:
    """The day on which Amina plans."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "planning": lambda made: set_up(made["cast"])}


@pytest.fixture
def planning(kept: dict[str, Any], cast: Cast) -> Planning:
    return kept.get("planning") or set_up(cast)


@pytest.fixture
def amina(planning: Planning) -> Client:
    return signed_in(planning.cast, "amina")


@pytest.mark.parametrize(
    "who", ["jonas", "bela", "ren", "tomas", "lucia", "nadia", "elif", "davit", "wren", "stranger"]
)
def test_nobody_else_finds_an_item_or_a_seat(planning: Planning, who: str) -> None:
    planning.recommend()
    item = planning.item(planning.blended)
    taken = seat(
        cohort=planning.cohort, person=planning.cast.amina, administration=planning.cast.sanderra, by=None, at=AT
    )
    client = signed_in(planning.cast, who)
    pages = [f"/my/plan/{item.uid}/accept/", f"/my/plan/{item.uid}/decline/", f"/my/seats/{taken.uid}/"]
    answers = [getattr(client, method)(page).status_code for page in pages for method in ("get", "post")]
    assert answers == [404] * 6


def test_a_plan_is_asked_for_with_hours_and_shows_each_course_with_its_reason(
    planning: Planning, amina: Client
) -> None:
    before = amina.get("/my/plan/")
    answer = amina.post("/my/plan/", {"hours": "10", "months": "6", "budget": ""})
    page = amina.get("/my/plan/")
    assert (before.status_code, answer.status_code, LearningPlan.objects.get().hours) == (200, 302, Decimal(10))
    assert [each.item.title for each in page.context["shown"].proposed] == ["Targeting", "Numbers at the border"]
    assert "Takes you in O07 Risk management" in words(page)


def test_hours_that_make_no_sense_are_said_so_and_nothing_is_kept(planning: Planning, amina: Client) -> None:
    page = amina.post("/my/plan/", {"hours": "-1", "months": "6"})
    assert (page.status_code, list(page.context["form"].errors), LearningPlan.objects.count()) == (400, ["hours"], 0)


def test_a_solver_without_an_answer_says_so(planning: Planning, amina: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(*_args: object, **_more: object) -> None:
        raise NoAnswerInTime("Time limit reached")

    monkeypatch.setattr("tracking.plans.rules.best", gives_up)
    page = amina.post("/my/plan/", {"hours": "10", "months": "6"}, follow=True)
    assert ("No answer was found in time" in words(page), LearningPlan.objects.count()) == (True, 0)


def test_from_the_desk_to_a_seat_it_takes_two_clicks(planning: Planning, amina: Client) -> None:
    planning.recommend()
    accept = f"/my/plan/{planning.item(planning.blended).uid}/accept/"
    assert f'href="{accept}"' in words(amina.get("/my/"))
    asked = amina.get(accept)
    assert [session.title for session in asked.context["proposal"].cohort.sessions] == [
        "Remote 1", "Remote 2", "Classroom 1", "Classroom 2"
    ]  # fmt: skip
    done = amina.post(accept, {"cohort": str(planning.cohort.uid)}, follow=True)
    assert (Seat.objects.get().state, "You have a seat" in words(done)) == ("seated", True)


def test_who_comes_too_late_sees_the_place_in_line(planning: Planning, amina: Client) -> None:
    planning.recommend()
    planning.cohort.seats = 1
    planning.cohort.save()
    seat(cohort=planning.cohort, person=planning.cast.bela, administration=planning.cast.sanderra, by=None, at=AT)
    amina.post(f"/my/plan/{planning.item(planning.blended).uid}/accept/")
    assert "You are number 1 in line: the cohort is full" in words(amina.get("/my/plan/"))


def test_who_waits_is_told_what_happens_next_and_may_leave_the_line(planning: Planning, amina: Client) -> None:
    planning.cohort.seats = 1
    planning.cohort.save()
    for person in (planning.cast.bela, planning.cast.amina):
        seat(cohort=planning.cohort, person=person, administration=planning.cast.sanderra, by=None, at=AT)
    waits = f"/my/seats/{Seat.objects.get(person=planning.cast.amina).uid}/"
    page = words(amina.get(waits))
    left = words(amina.post(waits, {"answer": "leave"}, follow=True))
    assert ("it is offered to whoever has waited longest" in page, "Give up my place" in page) == (True, False)
    assert ("Leave the line" in page, "You are no longer in line." in left) == (True, True)


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(path).status_code == 200
    return len(made)


@pytest.mark.parametrize("path", ["/my/plan/", "/my/"])
@pytest.mark.parametrize("are", ["proposed", "waited for"])
def test_the_plan_and_the_desk_take_the_same_queries_for_one_course_and_for_three(
    planning: Planning, amina: Client, path: str, are: str
) -> None:
    plan = planning.recommend()
    planning.item(planning.reading).delete()
    first = planning.item(planning.blended)
    items = [first, *(copy_of(first, planning, number) for number in (2, 3))]
    if are == "waited for":
        for item in items:
            wait_for(item, planning)
    PlanItem.objects.exclude(pk=first.pk).update(state="replaced")
    one = queries_of(amina, path)
    plan.items.update(state=PlanItem.objects.get(pk=first.pk).state)
    assert (queries_of(amina, path), plan.items.count()) == (one, 3)


def copy_of(item: PlanItem, planning: Planning, number: int) -> PlanItem:
    """The same course once more, under another name, with a cohort and the gap that it covers."""
    page = planning.blended.copy(recursive=True, update_attrs={"slug": f"c{number}", "title": f"Targeting {number}"})
    made = release(course=page, by=planning.cast.admin, at=LONG_AGO, note="First").release
    open_cohort(planning.cast, made, first=FIRST + timedelta(days=number), title=f"December {number}")
    copied = PlanItem.objects.create(
        plan=item.plan, course_uid=page.translation_key, title=page.title, hours=1, cost=0, state_at=AT
    )
    copied.covers.create(gap=planning.gaps["O07"], start=1, end=3)
    return copied


def wait_for(item: PlanItem, planning: Planning) -> None:
    """Amina accepted the course and stands in the line of its cohort."""
    cohort = Cohort.objects.get(release__course_uid=item.course_uid)
    item.seat = Seat.objects.create(
        person=planning.cast.amina, administration=planning.cast.sanderra, cohort=cohort, state="waiting", state_at=AT,
        asked_at=AT,
    )  # fmt: skip
    item.state = PlanItem.State.ACCEPTED
    item.save()


def test_a_session_at_a_time_already_booked_is_shown_before_one_says_yes(planning: Planning, amina: Client) -> None:
    planning.recommend()
    page = f"/my/plan/{planning.item(planning.blended).uid}/accept/"
    planning.sessions[0].cohort = type(planning.cohort).objects.create(
        administration=planning.cast.sanderra, release=planning.cohort.release, title="Elsewhere", seats=5,
        starts_on=planning.cohort.starts_on, ends_on=planning.cohort.ends_on, state="held", state_at=AT,
        state_by=planning.cast.lucia,
    )  # fmt: skip
    other = planning.sessions[0]
    other.pk, other.uid, other.title = None, "00000000-0000-4000-8000-000000000002", "Other call"
    other.save()
    other.bookings.create(person=planning.cast.amina, starts_at=other.starts_at, ends_at=other.ends_at)
    clashes = amina.get(page).context["proposal"].cohort.clashes
    assert [(clash.session.title, clash.other.title) for clash in clashes] == [("Remote 1", "Other call")]


def test_a_course_to_read_begins_and_leads_to_its_first_page(planning: Planning, amina: Client) -> None:
    planning.recommend()
    answer = amina.post(f"/my/plan/{planning.item(planning.reading).uid}/accept/")
    assert answer.headers["Location"] == f"/learn/{Enrolment.objects.get(person=planning.cast.amina).uid}/"


def test_a_proposal_is_declined_with_a_reason_and_reconsidered(planning: Planning, amina: Client) -> None:
    planning.recommend()
    item = planning.item(planning.blended)
    bare = amina.post(f"/my/plan/{item.uid}/decline/", {"reason": ""})
    amina.post(f"/my/plan/{item.uid}/decline/", {"reason": "On leave"})
    declined = PlanItem.objects.get(pk=item.pk)
    amina.post(f"/my/plan/{item.uid}/reconsider/")
    assert (bare.status_code, declined.state, declined.reason) == (400, "declined", "On leave")
    assert PlanItem.objects.get(pk=item.pk).state == "proposed"


def test_a_stale_plan_says_so(planning: Planning, amina: Client) -> None:
    planning.recommend()
    Gap.objects.filter(pk=planning.gaps["P3"].pk).update(target=3)
    assert "Your gaps have changed since this plan was made" in words(amina.get("/my/plan/"))


def test_the_desk_the_plan_and_the_supervisor_tell_the_level_that_was_assessed_last(
    planning: Planning, amina: Client
) -> None:
    planning.recommend()
    assess(planning.cast, planning.cast.amina, ratings={"O07": 2.0, "P3": 2.0}, at=AT)
    jonas = signed_in(planning.cast, "jonas")
    for page in (amina.get("/my/"), amina.get("/my/plan/"), jonas.get(f"/my/team/{planning.cast.amina.uid}/")):
        said = words(page)
        assert ("Target 3 · shown 2" in said, "shown 1" in said) == (True, False)
        # Only evidence closes a gap, so that it is not told as shown.
        assert said.count("Target 2 · assessed at 2, evidence is still to come") == 1
    assert levels_of(planning.cast.amina, on=AT.date()) == {
        planning.cast.competencies["O07"].pk: 2, planning.cast.competencies["P3"].pk: 2,
    }  # fmt: skip


def test_a_supervisor_says_yes_or_no_with_a_reason(planning: Planning, amina: Client) -> None:
    planning.cohort.needs_approval = True
    planning.cohort.save()
    planning.recommend()
    amina.post(f"/my/plan/{planning.item(planning.blended).uid}/accept/")
    jonas, asked = signed_in(planning.cast, "jonas"), Seat.objects.get()
    assert "Waits for your supervisor" in words(amina.get("/my/plan/"))
    assert [line["seat"] for line in jonas.get("/my/team/approvals/").context["lines"]] == [asked]
    jonas.post(f"/my/team/approvals/{asked.uid}/", {"answer": "no", "reason": " "})
    asked.refresh_from_db()
    without_reason = asked.state
    jonas.post(f"/my/team/approvals/{asked.uid}/", {"answer": "yes"})
    asked.refresh_from_db()
    assert (without_reason, asked.state, asked.state_by) == ("requested", "seated", planning.cast.jonas)


def test_an_offer_is_taken_and_a_place_given_up_on_its_page(planning: Planning, amina: Client) -> None:
    offered = seat(
        cohort=planning.cohort, person=planning.cast.amina, administration=planning.cast.sanderra, by=None, at=AT
    )
    odd = amina.post(f"/my/seats/{offered.uid}/", {"answer": "perhaps"})
    amina.post(f"/my/seats/{offered.uid}/", {"answer": "leave"})
    offered.refresh_from_db()
    assert (odd.status_code, offered.state, amina.get(f"/my/seats/{offered.uid}/").status_code) == (400, "left", 404)


@pytest.mark.parametrize("more", [0, 2])
def test_the_requests_take_the_same_queries_for_one_and_for_three(
    planning: Planning, more: int, django_assert_max_num_queries: object
) -> None:
    planning.cohort.needs_approval = True
    planning.cohort.save()
    for number in range(1 + more):
        officer = enter(planning.cast, f"officer{number}", planning.cast.sanderra, "officer", unit="PVS", post="R09")
        Seat.objects.create(
            person=officer, administration=planning.cast.sanderra, cohort=planning.cohort, state="requested",
            state_at=AT, asked_at=AT,
        )  # fmt: skip
    jonas = signed_in(planning.cast, "jonas")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        page = jonas.get("/my/team/approvals/")
    assert len(page.context["lines"]) == 1 + more
