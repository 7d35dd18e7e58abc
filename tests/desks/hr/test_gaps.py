"""HR reads how many gaps are open and where, of groups only, in its own administration only."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.test import Client

from desks.hr.queries import picture
from lms.people.actions import end_role
from lms.people.models import Membership, OrgUnit
from tests.cast import LATELY, Cast, enter, open_gaps
from tracking.evidence.models import Evidence
from tracking.needs import actions as needs
from tracking.needs.gaps import close
from tracking.needs.models import Gap

TODAY = LATELY.date() + timedelta(days=30)


def staff(cast: Cast, unit: str, number: int, *, lacking: dict[str, int]) -> None:
    """That many more officers in a unit, of whom so many lack each competency."""
    for i in range(number):
        person = enter(cast, f"{unit.lower()}{i}", cast.sanderra, "officer", unit=unit, post="R09")
        open_gaps(cast, person, ratings={code: 0.5 for code, lack in lacking.items() if i < lack})


@pytest.fixture
def peopled(cast: Cast) -> Cast:
    """The port has 13 officers, the airport 10, the island 4 of whom 3 lack a competency and one lacks two."""
    staff(cast, "PVS", 12, lacking={"P3": 9, "O07": 6})
    staff(cast, "AVI", 9, lacking={"P3": 6, "O07": 7})
    staff(cast, "OLM", 4, lacking={"P3": 3, "O07": 1})
    return cast


@pytest.fixture
def ren(client: Client, peopled: Cast) -> Client:
    client.force_login(peopled.ren)
    return client


def by_unit(page) -> dict[str, tuple[str, str]]:
    return {line["unit"].code: (line["officers"].shown, line["gaps"].shown) for line in page.context["chosen"].lines}


def test_a_unit_of_four_shows_less_than_five_and_nothing_else_tells_of_it(ren):
    page = ren.get("/hr/")
    assert by_unit(page) == {"PVS": ("13", "15"), "AVI": ("10", "hidden"), "OLM": ("<5", "<5")}
    assert page.context["chosen"].whole.shown == "32"
    assert "Fewer than 5 people: not shown, so that nobody can be recognised." in page.text


def test_the_figures_on_top_are_of_the_whole_administration(ren):
    shown = ren.get("/hr/").context["picture"]
    assert shown.gaps.whole.value == 32


@pytest.mark.parametrize(
    "query",
    [
        "unit=PVS",
        "unit=OLM",
        "competency=P3",
        "unit=AVI&competency=O07",
        "unit=OLM&competency=P3",
        "sort=-gaps",
        "unit=nowhere",
    ],
)
def test_every_filter_chooses_among_the_cells_that_are_published_anyway(ren, query):
    published = ren.get("/hr/").context["picture"].gaps
    chosen = ren.get(f"/hr/?{query}").context["chosen"]
    competency = chosen.competency.pk if chosen.competency else None
    for line in chosen.lines:
        assert line["gaps"] == published.figure(line["unit"].pk, competency)
    values = [line["gaps"].value for line in chosen.lines]
    if len(values) < len(published.groups):
        assert chosen.whole.value == (None if None in values else sum(values))


def test_a_filter_by_unit_takes_the_units_below_with_it(peopled, ren):
    port = peopled.units["PVS"]
    gate = port.add_child(instance=OrgUnit(administration=peopled.sanderra, code="GATE", name="North Gate"))
    peopled.units["GATE"] = gate
    enter(peopled, "guard", peopled.sanderra, "officer", unit="GATE", post="R09")
    assert sorted(by_unit(ren.get("/hr/?unit=PVS"))) == ["GATE", "PVS"]
    assert sorted(by_unit(ren.get("/hr/?unit=GATE"))) == ["GATE"]


def test_the_order_tells_nothing_of_what_is_hidden(ren):
    hidden_last = list(by_unit(ren.get("/hr/?sort=-gaps")).values())
    assert [gaps.isdigit() for _, gaps in hidden_last] == [True, False, False]
    other_way = list(by_unit(ren.get("/hr/?sort=gaps")).values())
    assert [gaps.isdigit() for _, gaps in other_way] == [True, False, False]


@pytest.mark.parametrize("query", ["", "competency=P3", "unit=PVS&sort=-gaps", "unit=OLM"])
def test_the_file_holds_the_same_figures_as_the_page(ren, query):
    page = ren.get(f"/hr/?{query}")
    answer = ren.get(f"/hr/gaps.csv?{query}")
    text = answer.getvalue().decode()
    header, *lines, together = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert {line[0]: (line[2], line[-1]) for line in lines} == by_unit(page)
    assert [line[0] for line in lines] == list(by_unit(page))
    assert together[-1] == page.context["chosen"].whole.shown
    assert header[:3] == ["Code", "Unit", "Officers"]


def test_a_name_that_looks_like_a_formula_stays_a_name(peopled, ren):
    OrgUnit.objects.filter(code="AVI").update(name="=1+1")
    lines = list(csv.reader(StringIO(ren.get("/hr/gaps.csv").getvalue().decode())))
    assert [line[1] for line in lines if line[0] == "AVI"] == ["'=1+1"]


def test_what_is_closed_what_is_no_training_need_and_who_has_left_do_not_count(peopled, ren):
    gaps = list(Gap.objects.filter(unit=peopled.units["PVS"], competency=peopled.competencies["P3"]))
    Gap.objects.filter(pk=gaps[0].pk).update(state=Gap.State.NOT_TRAINING)
    Gap.objects.filter(pk=gaps[1].pk).update(kind=Gap.Kind.REFRESHER)
    Membership.objects.filter(person=gaps[2].person_id).update(until=LATELY.date())
    left = 1 + Gap.objects.filter(person=gaps[2].person_id, competency=peopled.competencies["O07"]).count()
    assert picture(peopled.sanderra, on=TODAY).gaps.whole.value == 32 - 2 - left


def test_an_administration_may_ask_for_larger_groups(peopled, ren):
    peopled.sanderra.smallest_group = 12
    peopled.sanderra.save()
    page = ren.get("/hr/")
    assert by_unit(page)["AVI"] == ("<12", "<12")
    assert "Fewer than 12 people" in page.text


@pytest.mark.parametrize("name", ["ren", "nadia", "tomas"])
@pytest.mark.parametrize("path", ["/hr/", "/hr/gaps.csv"])
def test_hr_coordinator_and_head_of_office_read_it(client, peopled, name, path):
    client.force_login(peopled.people[name])
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("name", ["amina", "jonas", "lucia", "wren", "stranger"])
@pytest.mark.parametrize("path", ["/hr/", "/hr/gaps.csv"])
def test_nobody_else_finds_it(client, cast, name, path):
    client.force_login(cast.people[name])
    assert client.get(path).status_code == 404


def test_hr_next_door_reads_its_own_administration_and_finds_no_other(client, peopled):
    client.force_login(peopled.davit)
    page = client.get("/hr/")
    assert page.context["picture"].administration == peopled.tirvan
    assert page.context["picture"].gaps.whole.shown == "<5"
    assert "Port of Vesna" not in page.text
    assert client.get("/hr/?administration=scbs").status_code == 404


def test_an_administration_without_officers_is_an_empty_page_and_no_error(client, cast):
    Membership.objects.filter(role="officer").update(until=LATELY.date())
    client.force_login(cast.ren)
    page = client.get("/hr/")
    assert page.context["chosen"].lines == []
    assert "No officers serve here yet." in page.text


def test_more_units_and_competencies_take_no_more_queries(peopled, django_assert_num_queries):
    with django_assert_num_queries(6):
        picture(peopled.sanderra, on=TODAY)
    Gap.objects.exclude(unit=peopled.units["PVS"]).delete()
    cache.clear()
    with django_assert_num_queries(6):
        picture(peopled.sanderra, on=TODAY)


def test_while_nothing_happens_nothing_is_counted_again(peopled, django_assert_num_queries):
    picture(peopled.sanderra, on=TODAY)
    with django_assert_num_queries(3):
        picture(peopled.sanderra, on=TODAY)


def counted_after(cast: Cast, deed) -> tuple[int, int]:
    """The open gaps of Sanderra on its page before a deed and right after."""
    before = picture(cast.sanderra, on=TODAY).gaps.whole.value
    deed()
    return before, picture(cast.sanderra, on=TODAY).gaps.whole.value


def test_whatever_happens_to_gaps_and_officers_is_counted_at_once(peopled):
    cast, at = peopled, LATELY + timedelta(days=1)
    gap, other = Gap.objects.filter(unit=cast.units["PVS"], competency=cast.competencies["P3"])[:2]
    late = enter(cast, "late", cast.sanderra, "officer", unit="PVS", post="R09")
    served = Membership.objects.get(person=other.person)
    asked_of_other = Gap.objects.filter(person=other.person).count()
    assert counted_after(cast, lambda: needs.set_aside(gap=gap, reason="moved", by=cast.jonas, at=at)) == (32, 31)
    assert counted_after(cast, lambda: needs.reopen(gap=gap, reason="moved back", by=cast.jonas, at=at)) == (31, 32)
    assert counted_after(cast, lambda: open_gaps(cast, late, ratings={"P3": 0.5})) == (32, 33)
    assert counted_after(cast, lambda: close(gap=gap, evidence_id=shown(gap), at=at)) == (33, 32)
    assert counted_after(cast, lambda: end_role(membership=served, on=at.date(), by=cast.ren, at=at)) == (
        32,
        32 - asked_of_other,
    )


def shown(gap: Gap) -> int:
    """Evidence that was entered by hand, of which nobody was told."""
    what = {"evidence_class": "observation", "source": "seen:1", "at": LATELY}
    return Evidence.objects.create(person=gap.person, competency=gap.competency, level=3, **what).pk
