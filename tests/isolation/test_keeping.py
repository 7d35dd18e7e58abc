"""HR of Tirvan, with all that Sanderra keeps in its book of impact, and Tirvan's own things in Sanderra's forms."""

from typing import Any

import pytest

from lms.core import clock
from tests.cast import LONG_AGO, Cast
from tests.desks.officer.test_team import signed_in
from tests.tracking.impact.keeping import Book, open_the_book
from tracking.impact import actions
from tracking.impact.models import Commitment, Programme, Story
from tracking.impact.programmes import plan_of


@pytest.fixture
def book(cast: Cast) -> Book:
    return open_the_book(cast)


def test_hr_of_another_administration_finds_no_page_and_writes_nothing(cast: Cast, book: Book) -> None:
    story = actions.tell_story(
        programme=book.programme, domain="Risk", who="", role="Officer", what="Less.", why="Time.", consent="anonymous",
        by=cast.ren, at=clock.now(),
    )  # fmt: skip
    actions.record_scores(
        programme=book.programme, code="K1", title="First", period="June", scores=[(1, 2)], by=cast.ren, at=clock.now()
    )
    before = (plan_of(book.programme).told, Commitment.objects.count())
    davit = signed_in(cast, "davit")
    pages = [
        "/impact/new/?administration=scbs",
        *(f"/impact/targeting/{page}" for page in ("", "change/", "promises/new/", "stories/new/", "groups/new/")),
        f"/impact/targeting/stories/{story.pk}/",
        "/impact/targeting/groups/K1/remove/",
        f"/impact/commitments/{book.promises['wco'].uid}/change/",
    ]
    typed = {"title": "Taken", "question": "Taken", "withdraw": "yes", "why": "Taken", "what": "Taken"}
    assert [davit.get(page).status_code for page in pages] == [404] * len(pages)
    assert {davit.post(page, typed).status_code for page in pages if page != "/impact/targeting/"} == {404}
    assert (plan_of(Programme.objects.get()).told, Commitment.objects.count()) == before
    assert Story.objects.get().withdrawn_at is None


@pytest.mark.parametrize("name", ["primary", "others", "shared", "units", "compared"])
def test_an_indicator_or_unit_of_another_administration_is_no_choice_of_the_form(
    cast: Cast, book: Book, name: str
) -> None:
    foreign = cast.units["TIR"].pk if name in ("units", "compared") else book.indicators["F1"].pk
    typed: dict[str, Any] = {
        "code": "aiming", "title": "Aiming", "question": "Why?", "begins_on": f"{clock.today().year + 1}-01-01",
        "ramp_months": "0", "units": [cast.units["PVS"].pk], name: [foreign],
    }  # fmt: skip
    page = signed_in(cast, "ren").post("/impact/new/", typed)
    assert (list(page.context["form"].errors), Programme.objects.count()) == ([name], 1)
    typed["administration"] = "tirvan"
    assert signed_in(cast, "ren").post("/impact/new/?administration=tirvan", typed).status_code == 404


@pytest.mark.parametrize(
    ("name", "value"), [("party", "administration:tirvan"), ("party", "wco:tirvan"), ("unit", "TIR")]
)
def test_a_house_or_unit_of_another_administration_is_no_choice_for_a_promise(
    cast: Cast, book: Book, name: str, value: str
) -> None:
    typed = {"party": "administration:scbs", "what": "A visit", "owner": "HR", "due_on": "2030-01-01", "of": "1"}
    typed[name] = str(cast.units[value].pk) if name == "unit" else value
    page = signed_in(cast, "ren").post("/impact/targeting/promises/new/", typed)
    assert (list(page.context["form"].errors), Commitment.objects.filter(what="A visit").exists()) == ([name], False)


def test_an_indicator_of_another_administration_illustrates_no_story(cast: Cast, book: Book) -> None:
    told = {"domain": "Risk", "what": "Less.", "why": "Time.", "role": "Officer", "consent": "internal"}
    for code in ("F1", "S3"):
        page = signed_in(cast, "ren").post(
            "/impact/targeting/stories/new/", told | {"indicator": book.indicators[code].pk}
        )
        assert list(page.context["form"].errors) == ["indicator"]


def test_a_group_of_another_programme_is_nobody_to_compare_with(cast: Cast, book: Book) -> None:
    other = actions.open_programme(
        administration=cast.sanderra, code="other", plan=plan_of(book.programme), by=None, at=LONG_AGO
    )
    theirs = actions.record_scores(
        programme=other, code="K1", title="First", period="June", scores=[(1, 2)], by=None, at=LONG_AGO
    )
    typed = {
        "code": "K2",
        "title": "Second",
        "period": "July",
        "most": "100",
        "scores": "1,2",
        "compared_with": theirs.pk,
    }
    ren = signed_in(cast, "ren")
    page = ren.post("/impact/targeting/groups/new/", typed)
    assert list(page.context["form"].errors) == ["compared_with"]
    assert ren.get("/impact/targeting/groups/K1/remove/").status_code == 404
