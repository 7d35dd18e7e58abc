"""What gaps ask of management is taken up and ended by those who read the figures."""

import pytest

from tests.cast import LATELY, Cast
from tests.desks.officer.test_team import signed_in
from tracking.needs import actions
from tracking.needs.models import ManagementAction


@pytest.fixture
def address(cast: Cast) -> str:
    made = actions.ask_management(
        unit=cast.units["PVS"], administration=cast.sanderra, named=["equipment"], by=cast.admin, at=LATELY
    )
    return f"/hr/measures/{made[0].uid}/"


@pytest.mark.parametrize("who", ["ren", "nadia", "tomas"])
def test_it_is_taken_up_with_a_day_and_ended_with_a_word(cast: Cast, address: str, who: str) -> None:
    client = signed_in(cast, who)
    assert [line.action.cause for line in client.get("/hr/measures/").context["lines"]] == ["equipment"]
    assert client.post(address, {"step": "take", "due_on": ""}).status_code == 200
    assert client.post(address, {"step": "take", "due_on": "2026-12-24"}).status_code == 302
    assert ManagementAction.objects.get().owner == cast.people[who]
    assert client.post(address, {"step": "done"}).status_code == 200
    assert client.post(address, {"step": "done", "note": "Two scanners more"}).status_code == 302
    action = ManagementAction.objects.get()
    assert (action.state, action.note) == ("done", "Two scanners more")
    assert client.post(address, {"step": "drop", "note": "Too late"}).status_code == 302
    assert ManagementAction.objects.get().state == "done"


@pytest.mark.parametrize("who", ["amina", "jonas", "lucia", "davit", "wren", "stranger"])
def test_nobody_else_finds_it(cast: Cast, address: str, who: str) -> None:
    client = signed_in(cast, who)
    assert [client.get(address).status_code, client.post(address, {"step": "drop"}).status_code] == [404, 404]
