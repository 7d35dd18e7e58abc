"""Ninety days after a gap has closed, its supervisor is asked, and nobody else answers."""

import pytest
from django.core.exceptions import PermissionDenied

from lms.core.events import as_fact
from lms.core.models import Event
from tests.cast import LATELY, Cast, open_gaps
from tracking.evidence import actions as evidence
from tracking.impact import actions, queries
from tracking.impact.models import FollowUp
from tracking.needs import actions as needs


@pytest.fixture
def asked(cast: Cast) -> FollowUp:
    open_gaps(cast, cast.amina, ratings={"P3": 1.0})
    evidence.record(
        person=cast.amina, competency=cast.competencies["P3"], level=2, evidence_class="test", source="attempt:1",
        by=None, at=LATELY,
    )  # fmt: skip
    needs.close_met_gaps(as_fact(Event.objects.get(type="tracking.evidence.EvidenceRecorded")))
    return actions.schedule_follow_up(as_fact(Event.objects.get(type="tracking.needs.GapClosed")))


def test_it_is_due_in_ninety_days_and_asked_once(cast: Cast, asked: FollowUp) -> None:
    assert (asked.due_on - LATELY.date()).days == 90
    assert actions.schedule_follow_up(as_fact(Event.objects.get(type="tracking.needs.GapClosed"))) == asked
    assert list(queries.follow_ups_asked_of(cast.jonas, on=asked.due_on)) == [asked]
    assert list(queries.follow_ups_asked_of(cast.jonas, on=LATELY.date())) == []


@pytest.mark.parametrize("who", ["amina", "bela", "ren", "tomas", "nadia", "davit", "wren", "stranger"])
def test_nobody_but_the_supervisor_answers(cast: Cast, asked: FollowUp, who: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.record_follow_up(follow_up=asked, seen={"steps": 4}, given=[], note="", by=cast.people[who], at=LATELY)
    asked.refresh_from_db()
    assert asked.state == FollowUp.State.DUE


def test_what_the_supervisor_saw_is_kept_and_stays(client, cast: Cast, asked: FollowUp) -> None:
    client.force_login(cast.jonas)
    address = f"/my/follow-ups/{asked.uid}/"
    assert [client.get(page).status_code for page in ("/my/follow-ups/", address)] == [200, 200]
    client.post(address, {"steps": "3", "asks": "9", "given": ["time", "money"], "note": "Quicker"})
    client.post(address, {"steps": "0"})
    asked.refresh_from_db()
    assert (asked.state, asked.seen, asked.given, asked.note) == ("answered", {"steps": 3}, ["time"], "Quicker")
    assert Event.objects.filter(type="tracking.impact.FollowUpRecorded").count() == 1
