"""A supervisor says what stands in the way of a gap, sets it aside or opens it again; nobody else finds the page."""

import pytest

from lms.core.models import AccessEntry
from tests.cast import open_gaps
from tests.desks.officer.test_team import signed_in
from tests.reading import words
from tests.tracking.plans.making import AT, set_up
from tracking.admission import actions as admission
from tracking.needs.models import Gap, ManagementAction


@pytest.fixture
def gap(cast):
    return open_gaps(cast, cast.amina, ratings={"P3": 1.0})[0]


def address(gap):
    return f"/my/team/gaps/{gap.uid}/"


def steps(page):
    return [step for step, _words in page.context["form"].fields["step"].choices]


def test_it_is_set_aside_and_opened_again_with_a_reason(cast, gap):
    jonas = signed_in(cast, "jonas")
    assert steps(jonas.get(address(gap))) == ["triage", "set_aside"]
    assert jonas.post(address(gap), {"step": "set_aside"}).status_code == 200
    assert jonas.post(address(gap), {"step": "set_aside", "reason": "She moves to a desk"}).status_code == 302
    gap.refresh_from_db()
    assert (gap.state, gap.reason, gap.state_by) == (Gap.State.NOT_TRAINING, "She moves to a desk", cast.jonas)
    assert words(signed_in(cast, "amina").get("/my/")).count("not a training need: She moves to a desk") == 1
    assert steps(jonas.get(address(gap))) == ["reopen"]
    jonas.post(address(gap), {"step": "reopen", "reason": "She stays"})
    gap.refresh_from_db()
    assert (gap.state, gap.reason) == (Gap.State.REOPENED, "She stays")


def test_a_cause_that_no_course_mends_goes_to_management(cast, gap):
    jonas = signed_in(cast, "jonas")
    assert jonas.post(address(gap), {"step": "triage"}).status_code == 200
    assert (
        jonas.post(address(gap), {"step": "triage", "causes": ["equipment", "staffing", "practice"]}).status_code == 200
    )
    assert jonas.post(address(gap), {"step": "triage", "causes": ["equipment"]}).status_code == 302
    gap.refresh_from_db()
    assert (gap.state, gap.cause) == (Gap.State.TRIAGED, "equipment")
    assert ManagementAction.objects.get().cause == "equipment"


def test_a_step_that_the_state_does_not_allow_is_not_taken(cast, gap):
    page = signed_in(cast, "jonas").post(address(gap), {"step": "reopen", "reason": "Again"})
    gap.refresh_from_db()
    assert (page.status_code, gap.state) == (200, Gap.State.OPEN)


def test_the_officer_sees_who_has_looked(cast, gap):
    signed_in(cast, "jonas").get(address(gap))
    assert [(entry.by, entry.person) for entry in AccessEntry.objects.all()] == [(cast.jonas, cast.amina)]


@pytest.mark.parametrize("who", ["amina", "bela", "ren", "nadia", "tomas", "lucia", "davit", "wren", "stranger"])
def test_nobody_else_finds_it_and_nobody_their_own(cast, gap, who):
    client = signed_in(cast, who)
    assert [client.get(address(gap)).status_code, client.post(address(gap), {"step": "triage"}).status_code] == [
        404,
        404,
    ]


def test_the_team_leads_to_the_requests_that_wait(cast):
    planning = set_up(cast)
    planning.cohort.needs_approval = True
    planning.cohort.save()
    jonas = signed_in(cast, "jonas")
    assert jonas.get("/my/team/").text.count("Requests for seats") == 1
    admission.admit(person=cast.amina, cohort=planning.cohort, by=cast.amina, at=AT)
    assert jonas.get("/my/team/").text.count("1 request for a seat waits for you") == 1
