"""HR opens a round of assessments from a page; figures of it are of groups only."""

from datetime import timedelta

import pytest

from lms.core import clock
from tests.cast import enter, instrument
from tests.desks.officer.test_team import signed_in
from tracking.needs.models import Assessment


def posted(cast, **more):
    until = clock.today() + timedelta(days=10)
    return {"unit": "", "instrument": instrument(cast).pk, "until": until.isoformat(), **more}


@pytest.mark.parametrize("who", ["ren", "nadia"])
def test_it_is_opened_for_a_unit_until_a_day(cast, who):
    client = signed_in(cast, who)
    answer = client.post("/hr/assessments/", posted(cast, unit=cast.units["AVI"].pk), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["1 officer is being asked."]
    asked = Assessment.objects.get()
    assert (asked.person, asked.due_on) == (cast.bela, clock.today() + timedelta(days=10))
    again = client.post("/hr/assessments/", posted(cast), follow=True)
    assert [str(message) for message in again.context["messages"]] == [
        "1 officer is being asked. 1 is being assessed already."
    ]


def test_a_day_that_has_passed_and_a_unit_next_door_are_refused(cast):
    client = signed_in(cast, "ren")
    page = client.post("/hr/assessments/", posted(cast, until="2020-01-01", unit=cast.units["TIR"].pk))
    assert sorted(page.context["form"].errors) == ["unit", "until"]
    assert Assessment.objects.count() == 0


def test_few_who_run_are_not_counted_on_the_page(cast):
    client = signed_in(cast, "ren")
    for i in range(5):
        enter(cast, f"port{i}", cast.sanderra, "officer", unit="PVS", post="R09")
    client.post("/hr/assessments/", posted(cast, unit=cast.units["PVS"].pk))
    running = client.get("/hr/assessments/").context["running"].totals
    assert {state: cell.shown for state, cell in running.items()} == {"open": "6", "sent": "0"}
    client.post("/hr/assessments/", posted(cast, unit=cast.units["AVI"].pk))
    Assessment.objects.filter(person=cast.bela).update(state="sent")
    running = client.get("/hr/assessments/").context["running"].totals
    assert running["sent"].shown == "<5"


@pytest.mark.parametrize("who", ["amina", "jonas", "tomas", "lucia", "wren", "stranger"])
def test_nobody_else_finds_it(cast, who):
    client = signed_in(cast, who)
    assert client.get("/hr/assessments/").status_code == 404
    assert client.post("/hr/assessments/", posted(cast)).status_code == 404
