"""/impact/indicators/: who finds the book, what stands in it, defining an indicator and defining it otherwise."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from desks.evaluation.indicator_form import TIERS, IndicatorForm
from lms.people import actions as people
from tests.cast import LONG_AGO, Cast, enter
from tests.desks.evaluation.book import FACTS, FEBRUARY, MARCH, measured, read
from tracking.impact.checking import NewReading
from tracking.impact.models import Indicator, Reading
from tracking.impact.rules.parties import READS_TIER

BOOK, NEW = "/impact/indicators/", "/impact/indicators/new/"
PAGE = "/impact/indicators/scbs/E2/"


def typed(**more: Any) -> dict[str, Any]:
    return {"code": "E9", "title_ar": "", "unit_of_measure": "", "pmm": "", **FACTS, **more}


@pytest.fixture(autouse=True)
def on_a_day(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 4, 1, 10, tzinfo=UTC))


def as_(client: Client, cast: Cast, who: str) -> Client:
    client.force_login(cast.people[who])
    return client


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 404), ("amina", 404), ("jonas", 404), ("lucia", 404), ("tomas", 404), ("wren", 404), ("admin", 404),
     ("ren", 200), ("nadia", 200), ("davit", 200)],
)  # fmt: skip
def test_only_who_keeps_a_book_finds_one(client: Client, cast: Cast, who: str, status: int) -> None:
    as_(client, cast, who)
    assert [client.get(page).status_code for page in (BOOK, NEW)] == [status] * 2
    assert client.post(NEW, typed()).status_code == {200: 302}.get(status, status)


def test_hr_of_another_administration_finds_nothing_of_ours_and_writes_nothing_into_it(
    client: Client, cast: Cast
) -> None:
    indicator = measured(cast)
    as_(client, cast, "davit")
    pages = [
        PAGE,
        f"{PAGE}change/",
        f"{PAGE}upload/",
        f"{PAGE}readings.csv",
        f"{PAGE}template.csv",
        f"{BOOK}?administration=scbs",
    ]
    assert [client.get(page).status_code for page in pages] == [404] * 6
    reading = {"period": "2026-03", "state": "measured", "numerator": 18, "denominator": 240}
    sent = [(PAGE, reading), (f"{PAGE}change/", typed(title="Mine")), (f"{NEW}?administration=scbs", typed()),
            (f"{PAGE}upload/", {"rows": "period,unit,numerator,denominator,state,reason\n2026-03,,1,2,,"})]  # fmt: skip
    assert [client.post(page, data).status_code for page, data in sent] == [404] * 4
    indicator.refresh_from_db()
    assert (Indicator.objects.count(), indicator.title, Reading.objects.count()) == (1, "Hit rate", 0)


def test_the_book_says_of_each_indicator_what_was_read_last(client: Client, cast: Cast) -> None:
    port, airport = cast.units["PVS"], cast.units["AVI"]
    read(
        measured(cast),
        NewReading(FEBRUARY, 1, 300),
        NewReading(MARCH, 18, 140, port),
        NewReading(MARCH, 15, 80, airport),
    )
    read(
        measured(cast, "T1", kind="measure", denominator="", unit_of_measure="hours"),
        NewReading(MARCH, 31.5, unit=port), NewReading(MARCH, 28.25, unit=airport),
    )  # fmt: skip
    read(measured(cast, "O3", kind="count", denominator=""), NewReading(MARCH, state="missing", reason="System outage"))
    measured(cast, "Z9")
    measured(cast, administration=cast.tirvan)
    lines = as_(client, cast, "nadia").get(BOOK).context["lines"]
    assert [(each.it.code, each.number, each.period, each.figure, each.together) for each in lines] == [
        ("E2", 3, "Mar 2026", "15.0 % (33 of 220)", "2 units together"),
        ("O3", 1, "Mar 2026", "missing: System outage", ""),
        ("T1", 2, "Mar 2026", "29.88 hours", "2 units together"),
        ("Z9", 0, "", "", ""),
    ]


def test_more_indicators_and_readings_take_no_more_queries(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    as_(client, cast, "ren")
    days = [date(2025, month, 1) for month in range(1, 13)]
    for code, some in (("E1", days[:1]), ("E2", days), ("E3", days)):
        gone = NewReading(MARCH, state="missing", reason="Outage")
        read(measured(cast, code), gone, *(NewReading(day, 3, 40) for day in some))
        with django_assert_num_queries(8):
            client.get(BOOK)


def test_whoever_keeps_two_books_chooses_one(client: Client, cast: Cast) -> None:
    both = enter(cast, "both", cast.sanderra, "hr")
    people.give_role(person=both, administration=cast.tirvan, role="national_coordinator", since=LONG_AGO.date(),
                     by=cast.admin, at=LONG_AGO)  # fmt: skip
    measured(cast), measured(cast, "T5", administration=cast.tirvan)
    as_(client, cast, "both")
    shown = {}
    for code in ("", "scbs", "tirvan"):
        page = client.get(BOOK, {"administration": code})
        shown[code] = [each.it.code for each in page.context["lines"]]
        assert all(f"administration={each}" in page.text for each in ("scbs", "tirvan"))
    assert shown == {"": ["E2"], "scbs": ["E2"], "tirvan": ["T5"]}
    assert client.post(f"{NEW}?administration=tirvan", typed()).headers["Location"] == "/impact/indicators/tirvan/E9/"


def test_an_indicator_is_defined_with_all_its_facts(client: Client, cast: Cast) -> None:
    as_(client, cast, "ren")
    every = typed(title_ar="نسبة", kind="measure", denominator="", unit_of_measure="hours", pmm="TF/ES", period="quarter",
                  tier="public", counts_people="on", has_season="on")  # fmt: skip
    assert client.post(NEW, every).headers["Location"] == "/impact/indicators/scbs/E9/"
    made = Indicator.objects.values().get()
    del made["id"], made["administration_id"]
    expected = {name: value for name, value in every.items() if name != "title_ar"}
    assert made == expected | {"titles": {"ar": "نسبة"}, "counts_people": True, "has_season": True}


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"code": "E2"}, "code"), ({"code": "e2"}, "code"), ({"code": "E 2"}, "code"), ({"code": "E" * 13}, "code"),
     ({"denominator": ""}, "denominator"), ({"kind": "count"}, "denominator"), ({"kind": "measure"}, "denominator"),
     ({"kind": "wish"}, "kind"), ({"tier": ""}, "tier"), ({"period": "week"}, "period"), ({"numerator": ""}, "numerator"),
     ({"source": ""}, "source"), ({"owner": ""}, "owner"), ({"title": "t" * 161}, "title")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    client: Client, cast: Cast, changed: dict[str, str], field: str
) -> None:
    measured(cast)
    page = as_(client, cast, "ren").post(NEW, typed(owner="Our owner") | changed)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert ("Our owner" in page.text) is (field != "owner")
    assert Indicator.objects.count() == 1


def test_every_tier_that_somebody_reads_is_explained() -> None:
    assert {str(tier) for tier, _words in TIERS} == set(READS_TIER)


def test_titles_are_asked_for_in_every_other_language_in_its_direction(client: Client, cast: Cast) -> None:
    text = as_(client, cast, "ren").get(NEW).text
    assert 'lang="ar" dir="rtl"' in text
    assert [name for name in IndicatorForm().fields if name.startswith("title")] == ["title", "title_ar"]


def test_an_arabic_keeper_names_the_unit_in_arabic_and_everyone_reads_it_in_their_language(
    client: Client, cast: Cast
) -> None:
    as_(client, cast, "ren").cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    client.post(NEW, typed(kind="measure", denominator="", unit_of_measure="ساعة"))
    assert Indicator.objects.get().unit_of_measure == "hours"
    read(Indicator.objects.get(), NewReading(MARCH, 31.5))
    change = "/impact/indicators/scbs/E9/change/"
    assert 'value="ساعة"' in client.get(change).text
    assert client.post(change, typed(kind="measure", denominator="", title="Other")).status_code == 302
    assert Indicator.objects.values_list("unit_of_measure", "title").get() == ("hours", "Other")


def test_an_indicator_is_defined_otherwise_and_keeps_titles_in_languages_that_the_site_no_longer_has(
    client: Client, cast: Cast
) -> None:
    indicator = measured(cast, titles={"ar": "قديم", "fr": "Taux"})
    as_(client, cast, "nadia")
    answer = client.post(f"{PAGE}change/", typed(code="E5", title="Hits", title_ar="جديد"))
    assert answer.headers["Location"] == "/impact/indicators/scbs/E5/"
    indicator.refresh_from_db()
    assert (indicator.code, indicator.title, indicator.titles) == ("E5", "Hits", {"ar": "جديد", "fr": "Taux"})


def test_once_something_was_read_what_it_means_is_shown_and_not_taken(client: Client, cast: Cast) -> None:
    indicator = measured(cast)
    read(indicator, NewReading(MARCH, 18, 240))
    as_(client, cast, "ren")
    form = client.get(f"{PAGE}change/").context["form"]
    assert [name for name, field in form.fields.items() if field.disabled] == [
        "kind",
        "numerator",
        "denominator",
        "period",
    ]
    client.post(f"{PAGE}change/", typed(kind="count", denominator="", numerator="X", period="year", owner="Other"))
    indicator.refresh_from_db()
    assert (indicator.kind, indicator.period, indicator.denominator, indicator.numerator, indicator.owner) == (
        "share", "month", "Inspections", "Findings", "Other",
    )  # fmt: skip


def test_a_code_of_another_indicator_is_refused_when_changing(client: Client, cast: Cast) -> None:
    measured(cast), measured(cast, "E3")
    page = as_(client, cast, "ren").post(f"{PAGE}change/", typed(code="e3"))
    assert list(page.context["form"].errors) == ["code"]


def test_who_read_the_first_figure_meanwhile_is_told_what_stays(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(measured(cast), NewReading(MARCH, 18, 240))
    as_(client, cast, "ren")
    real = "desks.evaluation.indicators.keeping.fixed_of"
    answers = iter([(), ("kind", "denominator")])
    monkeypatch.setattr(real, lambda _indicator: next(answers))
    page = client.post(f"{PAGE}change/", typed(kind="count", denominator=""))
    assert sorted(page.context["form"].errors) == ["denominator", "kind"]


@pytest.mark.parametrize(
    ("who", "pages"), [("ren", ["/impact/", "/hr/"]), ("nadia", ["/impact/", "/hr/", "/coordinator/"])]
)
def test_the_book_is_reached_from_the_desks_of_those_who_keep_it(
    client: Client, cast: Cast, who: str, pages: list[str]
) -> None:
    as_(client, cast, who)
    assert [f'href="{BOOK}"' in client.get(page).text for page in pages] == [True] * len(pages)


def test_nobody_else_is_led_to_it(client: Client, cast: Cast) -> None:
    for who, page in (("tomas", "/hr/"), ("tomas", "/impact/"), ("wren", "/impact/")):
        answer = as_(client, cast, who).get(page)
        assert (answer.status_code, BOOK in answer.text) == (200, False)


def test_the_figure_of_the_whole_administration_stands_for_all_of_its_units(client: Client, cast: Cast) -> None:
    port = cast.units["PVS"]
    read(measured(cast), NewReading(MARCH, 18, 240), NewReading(MARCH, 9, 100, port))
    read(measured(cast, "E3"), NewReading(MARCH, state="missing", reason="Late"), NewReading(MARCH, 9, 100, port))
    as_(client, cast, "nadia")
    [(_place, cells)] = client.get("/impact/").context["lines"]
    assert [(figure.hits, figure.of) for _code, figure in cells] == [(18, 240), (9, 100)]


def test_the_figure_of_a_unit_stands_for_the_units_below_it(client: Client, cast: Cast) -> None:
    port, hall = cast.units["PVS"], cast.units["AVI"]
    shed = port.add_child(administration=cast.sanderra, code="PVS-1", name="Shed 1")
    read(
        measured(cast), NewReading(MARCH, 9, 100, port), NewReading(MARCH, 5, 60, shed), NewReading(MARCH, 3, 50, hall)
    )
    unknown = NewReading(MARCH, unit=port, state="missing", reason="Late")
    read(measured(cast, "E3"), unknown, NewReading(MARCH, 5, 60, shed))
    as_(client, cast, "nadia")
    [(_place, cells)] = client.get("/impact/").context["lines"]
    assert [(figure.hits, figure.of) for _code, figure in cells] == [(12, 150), (5, 60)]
