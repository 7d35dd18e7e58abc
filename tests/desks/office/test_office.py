"""/office/: a head of office reads the own office, its line, its gaps as groups, and ticks what it has promised."""

from dataclasses import replace
from datetime import date

import pytest

from lms.core import clock
from lms.people.actions import give_role
from tests.cast import LONG_AGO, Cast, enter, open_gaps
from tests.desks.evaluation.conftest import targeting
from tests.desks.officer.test_team import signed_in
from tracking.impact.actions import open_programme
from tracking.impact.models import Commitment, FollowUp, Indicator, Programme
from tracking.impact.programmes import plan_of
from tracking.needs import actions as needs

__all__ = ["targeting"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 404),
        ("amina", 404),
        ("jonas", 404),
        ("lucia", 404),
        ("ren", 404),
        ("nadia", 404),
        ("davit", 404),
        ("wren", 404),
        ("tomas", 200),
    ],
)
def test_only_who_heads_an_office_finds_the_page(cast: Cast, who: str, status: int) -> None:
    assert signed_in(cast, who).get("/office/").status_code == status


@pytest.fixture
def vera(cast: Cast) -> Cast:
    """Vera heads the airport."""
    enter(cast, "vera", cast.sanderra, "head_of_office", unit="AVI")
    return cast


def test_another_head_sees_nothing_of_vesna(vera: Cast, targeting: Programme) -> None:
    cast = vera
    needs.ask_management(
        unit=cast.units["PVS"], administration=cast.sanderra, named=["equipment"], by=cast.admin, at=clock.now()
    )
    client = signed_in(cast, "vera")
    page = client.get("/office/")
    assert client.get("/office/?unit=PVS").status_code == 404
    assert (page.context["office"].code, page.context["trend"].evidence.treated.label) == ("AVI", "Averin Airport")
    assert (page.context["measures"], page.context["parties"]) == ([], [])
    assert "Vesna" not in page.text


def test_the_line_is_of_the_own_office_with_the_beginning_marked(cast: Cast, targeting: Programme) -> None:
    page = signed_in(cast, "tomas").get("/office/")
    seen = page.context["trend"]
    assert (seen.programme, seen.is_compared, seen.evidence.treated.label) == (targeting, False, "Port of Vesna")
    assert (len(seen.evidence.months), seen.evidence.compared, seen.evidence.effect.design) == (36, None, "D")
    assert "Change observed; cause not shown." in page.text
    assert len({chart.begins for chart in page.context["charts"]}) == 2


def test_an_office_that_others_are_compared_with_is_told_so(cast: Cast, targeting: Programme) -> None:
    enter(cast, "bruno", cast.sanderra, "head_of_office", unit="LBN")
    assert signed_in(cast, "bruno").get("/office/").context["trend"].is_compared


def staff(cast: Cast, unit: str, number: int, *, lacking: int) -> None:
    for i in range(number):
        person = enter(cast, f"{unit.lower()}{i}", cast.sanderra, "officer", unit=unit, post="R09")
        if i < lacking:
            [gap] = open_gaps(cast, person, ratings={"P3": 0.5})
            FollowUp.objects.create(
                gap=gap, person=person, administration=cast.sanderra, unit=cast.units[unit],
                due_on=clock.today(), state_at=clock.now(),
            )  # fmt: skip


def test_gaps_and_follow_ups_are_those_of_the_office_as_groups_may_be_shown(cast: Cast) -> None:
    staff(cast, "PVS", 20, lacking=12)
    staff(cast, "AVI", 20, lacking=7)
    staff(cast, "OLM", 4, lacking=4)
    shown = signed_in(cast, "tomas").get("/office/").context["standing"]
    hr = signed_in(cast, "ren").get("/hr/?unit=PVS").context["chosen"].whole
    assert (shown.open_gaps, shown.due.shown, shown.answered.shown) == (hr, "12", "0")


def test_a_small_office_is_told_of_by_nothing(cast: Cast) -> None:
    staff(cast, "PVS", 11, lacking=9)
    staff(cast, "OLM", 4, lacking=4)
    enter(cast, "iris", cast.sanderra, "head_of_office", unit="OLM")
    shown = signed_in(cast, "iris").get("/office/").context["standing"]
    assert [cell.is_hidden for cell in (shown.open_gaps, shown.due)] == [True, True]


def test_an_office_in_which_nobody_serves_does_not_show_everyone_elses_gaps(cast: Cast) -> None:
    staff(cast, "PVS", 11, lacking=9)
    enter(cast, "iris", cast.sanderra, "head_of_office", unit="OLM")
    shown = signed_in(cast, "iris").get("/office/").context["standing"]
    assert [cell.shown for cell in (shown.open_gaps, shown.due)] == ["0", "0"]


def test_coaching_talks_stand_as_an_open_gap_with_its_offer_and_are_ticked_here(
    cast: Cast, targeting: Programme
) -> None:
    client = signed_in(cast, "tomas")
    [(_party, [promise])] = client.get("/office/").context["parties"]
    talks = promise["it"]
    assert (talks.done, talks.of, promise["may_tick"], len(talks.offers.all())) == (11, 24, True, 1)
    assert "11 of 24" in client.get("/office/").text
    answer = client.post(f"/impact/commitments/{talks.uid}/", {"done": "12", "office": "PVS"})
    assert answer["Location"] == "/office/#promises"
    assert Commitment.objects.get(pk=talks.pk).done == 12


@pytest.mark.parametrize("code", ["E2", "O1"])
def test_a_programme_still_to_come_and_one_without_figures_here_leave_the_picture_as_it_is(
    cast: Cast, targeting: Programme, code: str
) -> None:
    begins = date(2025, 1, 1) if code == "O1" else date(clock.today().year + 1, 1, 1)
    primary = Indicator.objects.get(administration=cast.sanderra, code=code)
    plan = replace(plan_of(targeting), begins_on=begins, primary=primary)
    open_programme(
        administration=cast.sanderra, code="next", plan=replace(plan, others=[], shared=[]), by=None,
        at=LONG_AGO.replace(year=2019),
    )  # fmt: skip
    trend = signed_in(cast, "tomas").get("/office/").context["trend"]
    assert trend.programme == targeting


def test_a_head_of_two_offices_chooses_between_them(vera: Cast) -> None:
    enter(vera, "dora", vera.sanderra, "head_of_office", unit="AVI")
    give_role(
        person=vera.dora, administration=vera.sanderra, role="head_of_office", unit=vera.units["OLM"],
        since=clock.today(), by=vera.admin, at=clock.now(),
    )  # fmt: skip
    client = signed_in(vera, "dora")
    pages = [client.get(f"/office/{query}").context["office"].code for query in ("", "?unit=AVI", "?unit=OLM")]
    assert sorted(pages[1:]) == ["AVI", "OLM"]
    assert pages[0] in {"AVI", "OLM"}


@pytest.mark.parametrize("staffed", [1, 3])
def test_more_officers_take_no_more_queries(
    cast: Cast, targeting: Programme, django_assert_num_queries, staffed: int
) -> None:
    staff(cast, "PVS", staffed, lacking=staffed)
    client = signed_in(cast, "tomas")
    client.get("/office/")
    with django_assert_num_queries(24):
        client.get("/office/")
