"""Who finds which page that writes in an administration's book of impact, and what its forms keep and refuse."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from desks.evaluation import programme_forms
from lms.core import clock
from lms.people.models import Membership, OrgUnit
from tests.cast import LONG_AGO, enter
from tests.desks.evaluation.kept_book import book, group, new_programme, scenes, story
from tests.desks.officer.test_team import signed_in
from tests.tracking.impact.keeping import Book, a_plan, indicator
from tracking.impact import actions
from tracking.impact.models import LearnerGroup, Programme, Reading, Story
from tracking.impact.programmes import plan_of

__all__ = ["book", "group", "scenes", "story"]

ASKERS = ("ren", "nadia", "tomas", "wren", "edda", "davit", "amina", "stranger")
KEEPERS = {"ren", "nadia"}


def test_only_who_keeps_the_book_finds_the_pages_that_write_in_it(
    book: Book, story: Story, group: LearnerGroup
) -> None:
    pages = {
        "change": "/impact/targeting/change/",
        "story": f"/impact/targeting/stories/{story.pk}/",
        "stories": "/impact/targeting/stories/new/",
        "groups": "/impact/targeting/groups/new/",
        "remove": "/impact/targeting/groups/K1/remove/",
    }
    found = {
        who: {name for name, page in pages.items() if signed_in(book.cast, who).get(page).status_code == 200}
        for who in ASKERS
    }
    assert found == {who: set(pages) if who in KEEPERS else set() for who in ASKERS}
    posted = [
        signed_in(book.cast, who).post(page, {"withdraw": "yes"}).status_code
        for who in ASKERS[2:]
        for page in pages.values()
    ]
    assert set(posted) == {404}
    assert Story.objects.get().withdrawn_at is None


def test_each_opens_programmes_at_home_and_writes_the_promises_of_the_own_party(book: Book) -> None:
    pages = ["/impact/new/", "/impact/new/?administration=scbs", "/impact/targeting/promises/new/"]
    pages += [
        f"/impact/commitments/{book.promises[party].uid}/change/" for party in ("administration", "wco", "expert")
    ]
    found = {who: [signed_in(book.cast, who).get(page).status_code == 200 for page in pages] for who in ASKERS}
    nothing = [False] * 6
    assert found == {
        "ren": [True] * 6,
        "nadia": [True] * 6,
        "tomas": nothing,
        "wren": [False, False, True, False, True, False],
        "edda": [False, False, True, False, False, True],
        "davit": [True, False, False, False, False, False],
        "amina": nothing,
        "stranger": nothing,
    }


def test_the_links_lead_there_and_nobody_else_is_shown_them(book: Book, story: Story) -> None:
    links = ("/impact/targeting/change/", "/promises/new/", "/stories/new/", f"/stories/{story.pk}/", "/groups/new/")
    shown = {}
    for who in ("ren", "tomas", "wren"):
        client = signed_in(book.cast, who)
        text = client.get("/impact/targeting/").text
        shown[who] = ["/impact/new/" in client.get("/impact/").text, *(link in text for link in links)]
    assert shown == {"ren": [True] * 6, "tomas": [False] * 6, "wren": [False, False, True, False, False, False]}
    assert "/impact/new/" in signed_in(book.cast, "nadia").get("/coordinator/").text


def test_a_programme_is_opened_as_it_was_typed(book: Book) -> None:
    answer = signed_in(book.cast, "ren").post("/impact/new/", new_programme(book))
    opened = Programme.objects.get(code="aiming")
    assert answer["Location"] == "/impact/aiming/"
    told = plan_of(opened).told
    assert (opened.administration, opened.declared_on, told["titles"], told["questions"]) == (
        book.cast.sanderra, clock.today(), {"ar": "التصويب"}, {"ar": "لماذا؟"},
    )  # fmt: skip
    assert (told["primary"], told["indicators"], told["shared"], told["units"], told["compared"]) == (
        "S1", ["S1", "S2"], ["S1"], ["PVS"], ["AVI"],
    )  # fmt: skip
    client = signed_in(book.cast, "nadia")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert ("التصويب" in client.get("/impact/").text, "لماذا؟" in client.get("/impact/aiming/").text) == (True, True)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"code": "new"}, "code"),
        ({"code": "indicators"}, "code"),
        ({"code": "commitments"}, "code"),
        ({"code": "targeting"}, "code"),
        ({"code": "two words"}, "code"),
        ({"begins_on": "2030-01-02"}, "begins_on"),
        ({"begins_on": "2026-01-01"}, "primary"),
        ({"ramp_months": "-1"}, "ramp_months"),
        ({"units": []}, "units"),
        ({"primary": "", "others": []}, "shared"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_is_kept(book: Book, facts, field) -> None:
    page = signed_in(book.cast, "ren").post("/impact/new/", new_programme(book, **facts))
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert "Aiming" in page.text
    assert Programme.objects.count() == 1


def test_no_unit_is_on_both_sides(book: Book) -> None:
    both = new_programme(book, compared=[book.cast.units["PVS"].pk])
    page = signed_in(book.cast, "ren").post("/impact/new/", both)
    assert list(page.context["form"].errors) == ["compared"]


def test_what_has_begun_is_opened_without_a_primary_and_the_page_says_that_all_is_exploratory(book: Book) -> None:
    client = signed_in(book.cast, "ren")
    client.post("/impact/new/", new_programme(book, primary="", shared=[], begins_on="2025-01-01"))
    text = client.get("/impact/aiming/").text
    assert Programme.objects.get(code="aiming").declared_on is None
    said = (
        "Everything here is exploratory",
        "1 indicator was looked at, which is exploratory.",
        "the primary one above",
    )
    assert [words in text for words in said] == [True, True, False]


def test_until_there_are_figures_the_page_says_which_indicator_was_named_and_when(book: Book) -> None:
    texts = {who: signed_in(book.cast, who).get("/impact/targeting/").text for who in ("ren", "wren")}
    said = "<bdi>Figure S1</bdi> is to answer the question: it was named on 11 May 2026, before the beginning."
    assert [said in text for text in texts.values()] == [True, True]
    plan = replace(plan_of(book.programme), shared=[])
    actions.change_programme(programme=book.programme, plan=plan, by=book.cast.ren, at=clock.now())
    assert "Figure S1" not in signed_in(book.cast, "wren").get("/impact/targeting/").text


def test_once_it_has_begun_only_words_sharing_and_what_else_is_looked_at_stand_in_the_form(book: Book) -> None:
    client = signed_in(book.cast, "ren")
    form = client.get("/impact/targeting/change/").context["form"]
    assert list(form.fields) == [
        "title", "question", "others", "shared", "chosen_for_low_scores", "title_ar", "question_ar",
    ]  # fmt: skip
    other = book.indicators["S3"].pk
    typed = {
        "title": "Aim", "question": "Why?", "others": [other], "shared": [other],
        "primary": other, "begins_on": "2030-01-01", "units": [book.cast.units["OLM"].pk],
    }  # fmt: skip
    assert client.post("/impact/targeting/change/", typed)["Location"] == "/impact/targeting/"
    told = plan_of(Programme.objects.get()).told
    assert (told["title"], told["primary"], told["begins_on"], told["units"]) == ("Aim", "S1", "2026-06-01", ["PVS"])
    assert (told["indicators"], told["shared"]) == (["S1", "S2", "S3"], ["S3"])


def test_before_it_begins_all_of_it_changes_but_the_address(book: Book) -> None:
    client = signed_in(book.cast, "ren")
    client.post("/impact/new/", new_programme(book))
    page = client.get("/impact/aiming/change/")
    assert "code" not in page.context["form"].fields
    later = new_programme(book, begins_on="2030-03-01", primary=book.indicators["S3"].pk, shared=[], compared=[])
    client.post("/impact/aiming/change/", later)
    told = plan_of(Programme.objects.get(code="aiming")).told
    assert (told["begins_on"], told["primary"], told["compared"]) == ("2030-03-01", "S3", [])
    past = client.post("/impact/aiming/change/", later | {"begins_on": "2026-01-01"})
    assert list(past.context["form"].errors) == ["begins_on"]


def test_means_stand_on_the_scale_of_their_test(book: Book) -> None:
    scores = [(5 + n % 3, 10 + n % 2) for n in range(12)]
    actions.record_scores(
        programme=book.programme, code="K2", title="Second", period="July", scores=scores, most=20, by=None, at=LONG_AGO
    )
    page = signed_in(book.cast, "ren").get("/impact/targeting/")
    [(learnt, _told)] = page.context["learnt"]
    assert (learnt.before_at, learnt.after_at) == (30.0, 52.5)
    assert "of 20 ·" in page.text


def test_a_group_below_the_smallest_shows_nothing_but_that_it_is_there(book: Book) -> None:
    enter(book.cast, "olga", book.cast.sanderra, "head_of_office", unit="AVI")
    actions.record_scores(
        programme=book.programme, code="K2", title="Second", period="July", scores=[(41, 59)] * 4, by=None, at=LONG_AGO
    )
    page = signed_in(book.cast, "olga").get("/impact/targeting/")
    assert [(each.change, each.missing) for each, _told in page.context["learnt"]] == [(None, None)]
    assert ("Too few people to say" in page.text, "took both tests" in page.text) == (True, False)


@pytest.mark.parametrize(
    ("kind", "unit", "said"),
    [
        ("measure", "hours", ["54.0 a month before, 40.0 since.", "hours</strong>", "the means before and after"]),
        ("count", "", ["54.0 a month before, 40.0 since.", "times as many</strong>", "the means before and after"]),
    ],
)
def test_a_primary_indicator_that_is_no_share_speaks_in_its_own_unit(book: Book, kind: str, unit: str, said) -> None:
    first = indicator(book.cast.sanderra, "M1", kind=kind, unit_of_measure=unit)
    plan = a_plan(
        book.cast, book.indicators, begins_on=date(2025, 1, 1), primary=first, others=[], shared=[], compared=[]
    )
    actions.open_programme(
        administration=book.cast.sanderra, code="release", plan=plan, by=None, at=LONG_AGO.replace(year=2024)
    )
    Reading.objects.bulk_create(
        Reading(
            indicator=first, unit=book.cast.units["PVS"], begins_on=date(2024 + n // 12, n % 12 + 1, 1),
            numerator=(53 if n < 12 else 39) + n % 3, known_from=LONG_AGO,
        )
        for n in range(24)
    )  # fmt: skip
    text = signed_in(book.cast, "ren").get("/impact/release/").text
    assert [words for words in said if words not in text] == []
    assert "% before" not in text
    office = signed_in(book.cast, "tomas").get("/office/").text
    assert "54.0 a month before, 40.0 since." in office


@pytest.mark.parametrize(("who", "page"), [(who, page) for who in ("ren", "wren") for page in ("", "promises/new/")])
def test_more_promises_stories_and_groups_take_no_more_queries(
    book: Book, django_assert_max_num_queries, who: str, page: str
) -> None:
    client = signed_in(book.cast, who)
    counts = []
    for round_ in ("A", "B"):
        add_more(book, round_)
        client.get(f"/impact/targeting/{page}")
        with django_assert_max_num_queries(40) as asked:
            client.get(f"/impact/targeting/{page}")
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]


def add_more(book: Book, round_: str) -> None:
    for number in range(3):
        actions.commit(
            programme=book.programme, party="wco", house=book.cast.wco, what="More", owner="Adviser", gap="Time",
            due_on=clock.today(), by=None, at=LONG_AGO,
        )  # fmt: skip
        actions.tell_story(
            programme=book.programme, domain="Risk", who="", role="Officer", what="More", why="Time", consent="anonymous",
            by=None, at=LONG_AGO,
        )  # fmt: skip
        actions.record_scores(
            programme=book.programme,
            code=f"{round_}{number}",
            title="More",
            period="",
            scores=[(1, 2)] * 12,
            by=None,
            at=LONG_AGO,
        )


def test_a_code_that_is_taken_while_the_form_is_sent_is_said_and_nothing_typed_is_lost(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programme_forms, "refusals_of_code", lambda _code: [])
    page = signed_in(book.cast, "ren").post("/impact/new/", new_programme(book, code="targeting"))
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["code"])
    assert "Why?" in page.text
    assert Programme.objects.count() == 1


def test_where_no_unit_is_named_the_whole_administration_takes_part(book: Book) -> None:
    client = signed_in(book.cast, "ren")
    client.post("/impact/new/", new_programme(book, units=[], compared=[]))
    aiming = Programme.objects.get(code="aiming")
    Programme.objects.filter(pk=aiming.pk).update(
        begins_on=date(2025, 3, 1), declared_on=date(2025, 1, 1), ramp_months=0
    )
    for unit, month, hits in (
        (None, 1, 10),
        (None, 2, 12),
        (None, 3, 30),
        (None, 4, 28),
        (book.cast.units["PVS"], 4, 99),
    ):
        Reading.objects.create(
            indicator=book.indicators["S1"], unit=unit, begins_on=date(2025, month, 1), numerator=hits, denominator=200,
            known_from=LONG_AGO,
        )  # fmt: skip
    page = client.get("/impact/aiming/")
    primary = page.context["primary"]
    assert (primary.treated.label, primary.treated.figures) == ("Sanderra Customs", (5.0, 6.0, 15.0, pytest.approx(14)))
    assert (primary.effect.before, primary.effect.after, primary.compared) == (5.5, pytest.approx(14.5), None)


def test_an_administration_without_units_is_not_asked_for_any(book: Book) -> None:
    Membership.objects.filter(administration=book.cast.tirvan).update(unit=None)
    OrgUnit.objects.filter(administration=book.cast.tirvan).delete()
    client = signed_in(book.cast, "davit")
    asked = client.get("/impact/new/").context["form"].fields
    assert {"units", "compared", "is_randomised"} & set(asked) == set()
    given = new_programme(book, primary=book.indicators["F1"].pk, others=[], shared=[])
    client.post("/impact/new/", {name: value for name, value in given.items() if name in asked})
    assert plan_of(Programme.objects.get(code="aiming")).units == []


def test_words_in_a_language_that_the_site_no_longer_has_stay(book: Book) -> None:
    Programme.objects.update(titles={"xx": "Zielen"})
    given = new_programme(book, title_ar="الاستهداف", others=[])
    answer = signed_in(book.cast, "ren").post("/impact/targeting/change/", given)
    assert (answer.status_code, Programme.objects.get().titles) == (302, {"xx": "Zielen", "ar": "الاستهداف"})
