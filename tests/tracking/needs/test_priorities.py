"""Priorities of an administration, and the table in which HR sets what posts require."""

import re

import pytest
from django.test import Client

from courses.catalogue.actions import join_editors
from lms.competencies.models import Competency, Requirement
from tests.cast import LATELY, LONG_AGO, Cast, enter, open_gaps
from tests.desks.officer.test_team import signed_in
from tracking.needs.priorities import priorities


def rated(cast: Cast, number: int, **levels: float) -> None:
    for each in range(number):
        name = f"officer{len(cast.people)}-{each}"
        person = enter(cast, name, cast.sanderra, "officer", unit="PVS", post="R09")
        open_gaps(cast, person, ratings=levels)


def test_competencies_are_ranked_where_enough_are_assessed(cast: Cast) -> None:
    rated(cast, 6, O07=1, P3=1)
    lines = priorities(cast.sanderra, on=LATELY.date())
    assert [
        (each.competency.code, each.priority.rank, each.priority.load, each.priority.people)
        for each in lines
        if each.priority
    ] == [
        ("O07", 1, 12.0, 6), ("P3", 2, 6.0, 6),
    ]  # fmt: skip


@pytest.mark.parametrize(("with_gap", "without"), [(4, 0), (2, 6), (7, 3)])
def test_of_too_few_nothing_is_ranked(cast: Cast, with_gap: int, without: int) -> None:
    rated(cast, with_gap, P3=1)
    rated(cast, without, P3=2)
    assert [(line.competency.code, line.priority) for line in priorities(cast.sanderra, on=LATELY.date())] == [
        ("P3", None)
    ]


def test_a_share_that_tells_of_one_person_is_not_shown(cast: Cast) -> None:
    rated(cast, 5, P3=1.5)
    assert [line.priority is None for line in priorities(cast.sanderra, on=LATELY.date())] == [False]
    rated(cast, 1, P3=1)
    assert [line.priority is None for line in priorities(cast.sanderra, on=LATELY.date())] == [True]


def editor(cast: Cast, who: str) -> Client:
    administration = cast.tirvan if who == "davit" else cast.sanderra
    join_editors(person=cast.people[who], administration=administration, by=cast.admin, at=LONG_AGO)
    return signed_in(cast, who)


def test_hr_types_a_level_sees_what_would_follow_and_publishes(cast: Cast) -> None:
    rated(cast, 6, P3=2)
    # Amina and Bela hold the post as well; of the eight nobody may stay out.
    for who in ("amina", "bela"):
        open_gaps(cast, cast.people[who], ratings={"P3": 2})
    ren, cell = editor(cast, "ren"), f"r-{cast.posts['R09'].pk}-{cast.competencies['P3'].pk}"
    page = ren.post("/admin/requirements/", {cell: "3"})
    assert (page.context["preview"].opens, len(page.context["changed"])) == (8, 1)
    assert Requirement.objects.filter(level=3, competency__code="P3").count() == 0
    assert ren.post("/admin/requirements/", {cell: "3", "publish": "yes"}).status_code == 302
    assert Requirement.objects.get(post=cast.posts["R09"], competency__code="P3", until=None).level == 3


def test_a_level_that_is_none_is_told_and_kept_as_typed(cast: Cast) -> None:
    ren, cell = editor(cast, "ren"), f"r-{cast.posts['R09'].pk}-{cast.competencies['P3'].pk}"
    page = ren.post("/admin/requirements/", {cell: "9", "publish": "yes"})
    assert ([each.typed for each in page.context["wrong"]], Requirement.objects.filter(until=None).count()) == (
        ["9"],
        4,
    )


def test_a_neighbour_sees_and_sets_only_the_own_posts(cast: Cast) -> None:
    davit = editor(cast, "davit")
    page = davit.get("/admin/requirements/")
    assert [post.code for post in page.context["posts"]] == ["T01"]
    assert davit.get("/admin/requirements/?administration=scbs").status_code == 404
    cell = f"r-{cast.posts['R09'].pk}-{cast.competencies['P3'].pk}"
    davit.post("/admin/requirements/", {cell: "4", "publish": "yes"})
    assert Requirement.objects.filter(level=4).count() == 0


def chosen(page: str) -> list[tuple[str, str]]:
    """Of the administrations to choose from, the links that are marked."""
    [choice] = re.findall(r'<p class="administrations".*?</p>', page)
    return re.findall(r'<a href="([^"]*)" aria-current="true"><bdi>([^<]*)</bdi>', choice)


def test_whoever_sets_them_for_several_sees_which_one_is_chosen(cast: Cast) -> None:
    admin = signed_in(cast, "admin")
    for place in (cast.sanderra, cast.tirvan):
        address = f"?administration={place.code}"
        assert chosen(admin.get(f"/admin/requirements/{address}").text) == [(address, str(place))]


@pytest.mark.parametrize("who", ["lucia"])
def test_an_editor_without_that_role_sets_nothing(cast: Cast, who: str) -> None:
    assert editor(cast, who).get("/admin/requirements/").status_code in {302, 403}
    assert Requirement.objects.filter(until=None).count() == 4


def test_the_shared_framework_is_read_by_hr_and_edited_above(cast: Cast) -> None:
    competency = cast.competencies["P3"]
    words = {"title": "Reading numbers", "titles-ar": "قراءة الأرقام", "statement": "read a chart", "statements-ar": ""}
    ren, address = editor(cast, "ren"), f"/admin/frameworks/competency/{competency.pk}/"
    assert "Data literacy" in ren.get("/admin/frameworks/").content.decode()
    ren.post(address, words)
    assert Competency.objects.get(pk=competency.pk).title == "Data literacy"
    assert signed_in(cast, "admin").post(address, words).status_code == 302
    kept = Competency.objects.get(pk=competency.pk)
    assert (kept.title, kept.titles) == ("Reading numbers", {"ar": "قراءة الأرقام"})
