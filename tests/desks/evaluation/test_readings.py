"""/impact/indicators/…/: what stands and what stood before, and a form that enters a reading or says what it would revise."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast
from tests.desks.evaluation.book import AT, FEBRUARY, MARCH, figures, measured, read
from tracking.impact.checking import NewReading
from tracking.impact.keeping import take_readings
from tracking.impact.models import Reading

PAGE = "/impact/indicators/scbs/E2/"
LATER = datetime(2026, 4, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_day(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 4, 30, 10, tzinfo=UTC))


@pytest.fixture
def ren(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ren)
    return client


def typed(**more: Any) -> dict[str, Any]:
    return {
        "period": "2026-03",
        "unit": "",
        "state": "measured",
        "numerator": 18,
        "denominator": 240,
        "reason": "",
        **more,
    }


def errors(page: Any) -> list[str]:
    return list(page.context["form"].errors)


def test_what_stands_is_listed_the_newest_first_with_what_stood_before_and_who_revised_it(
    ren: Client, cast: Cast
) -> None:
    indicator, port = measured(cast), cast.units["PVS"]
    read(
        indicator,
        NewReading(FEBRUARY, 5, 100),
        NewReading(MARCH, 9, 100, port),
        NewReading(MARCH, 18, 240),
        by=cast.ren,
    )
    read(indicator, NewReading(MARCH, 10, 100, port, reason="Counted again"), by=cast.nadia, at=LATER)
    read(
        indicator,
        NewReading(MARCH, state="missing", unit=port, reason="Withdrawn"),
        at=datetime(2026, 4, 25, tzinfo=UTC),
    )
    page = ren.get(PAGE)
    shown = [(line.period, line.it.unit and line.it.unit.code, line.figure) for line in page.context["lines"]]
    assert shown == [
        ("Mar 2026", None, "7.5 % (18 of 240)"),
        ("Mar 2026", "PVS", "missing: Withdrawn"),
        ("Feb 2026", None, "5.0 % (5 of 100)"),
    ]
    assert [
        [(old.figure, old.until.day, old.by, old.reason) for old in line.earlier] for line in page.context["lines"]
    ] == [
        [],
        [("10.0 % (10 of 100)", 25, None, "Withdrawn"), ("9.0 % (9 of 100)", 20, cast.nadia, "Counted again")],
        [],
    ]
    assert "Revised by <bdi>Nadia Example</bdi>: <bdi>Counted again</bdi>" in page.text
    revised = ren.get(PAGE, {"revised": "1"}).context["lines"]
    assert [line.it.unit and line.it.unit.code for line in revised] == ["PVS"]


def test_only_what_was_revised_includes_the_whole_administration_and_no_other_unit(ren: Client, cast: Cast) -> None:
    indicator, port = measured(cast), cast.units["PVS"]
    read(indicator, NewReading(MARCH, 18, 240), NewReading(MARCH, 9, 100, port))
    read(indicator, NewReading(MARCH, 19, 240, reason="Counted again"), at=LATER)
    assert [line.it.unit for line in ren.get(PAGE, {"revised": "1"}).context["lines"]] == [None]


def test_a_long_book_is_read_page_by_page_with_as_many_queries_as_a_short_one(
    ren: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    indicator = measured(cast)
    days = [date(year, month, 1) for year in range(2015, 2026) for month in range(1, 13)]
    for some, at in ((days[:1], AT), (days[1:], AT)):
        read(indicator, *(NewReading(day, 3, 40, unit) for day in some for unit in (None, cast.units["PVS"])), at=at)
        read(indicator, *(NewReading(day, 4, 40, reason="Counted again") for day in some), by=cast.nadia, at=LATER)
        with django_assert_num_queries(9):
            page = ren.get(PAGE)
    assert (len(page.context["lines"]), page.context["page"].paginator.count, len(page.content) < 60_000) == (
        50,
        264,
        True,
    )
    last = ren.get(PAGE, {"page": 6}).context["lines"]
    assert (len(last), last[-1].period, last[-2].it.unit) == (14, "Jan 2015", None)


@pytest.mark.parametrize(
    ("facts", "sent", "stands"),
    [
        ({}, {}, (MARCH, "", 18, 240)),
        ({}, {"unit": "PVS", "numerator": 0}, (MARCH, "PVS", 0, 240)),
        ({}, {"state": "missing", "numerator": "", "denominator": "", "reason": "Outage"}, (MARCH, "", None, None)),
        ({"period": "quarter"}, {"period": "2026-02"}, (date(2026, 1, 1), "", 18, 240)),
        ({"period": "year"}, {"period": "2025"}, (date(2025, 1, 1), "", 18, 240)),
        ({"kind": "count", "denominator": ""}, {"numerator": 7}, (MARCH, "", 7, None)),
        ({"kind": "measure", "denominator": ""}, {"numerator": "-2.25"}, (MARCH, "", -2.25, None)),
    ],
)
def test_a_reading_is_entered(
    ren: Client, cast: Cast, facts: dict[str, Any], sent: dict[str, Any], stands: tuple[Any, ...]
) -> None:
    indicator = measured(cast, **facts)
    answer = ren.post(PAGE, typed(**sent), follow=True)
    assert answer.redirect_chain == [(f"{PAGE}#readings", 302)]
    assert figures(indicator) == [stands]
    assert [" is entered: " in str(message) for message in answer.context["messages"]] == [True]
    assert Reading.objects.get().by == cast.ren


@pytest.mark.parametrize(
    ("facts", "sent", "fields"),
    [
        ({}, {"period": "2026-04"}, ["period"]),
        ({}, {"period": "2027-01"}, ["period"]),
        ({}, {"period": "0205-01"}, ["period"]),
        ({}, {"period": "2026-13"}, ["period"]),
        ({}, {"period": "soon"}, ["period"]),
        ({}, {"period": ""}, ["period"]),
        ({"period": "quarter"}, {"period": "2026-05"}, ["period"]),
        ({"period": "year"}, {"period": "2026"}, ["period"]),
        ({}, {"unit": "TIR"}, ["unit"]),
        ({}, {"unit": "nowhere"}, ["unit"]),
        ({}, {"state": "guessed"}, ["state"]),
        ({}, {"numerator": ""}, ["numerator"]),
        ({}, {"numerator": "nan"}, ["numerator"]),
        ({}, {"numerator": 241}, ["numerator"]),
        ({}, {"numerator": -1}, ["numerator"]),
        ({}, {"denominator": ""}, ["denominator"]),
        ({}, {"denominator": 0}, ["numerator"]),
        ({}, {"state": "missing"}, ["numerator", "reason"]),
        ({}, {"state": "not_measured", "numerator": "", "denominator": ""}, ["reason"]),
        ({}, {"reason": "r" * 161}, ["reason"]),
        ({"kind": "count", "denominator": ""}, {"numerator": 7.5}, ["numerator"]),
        ({"kind": "count", "denominator": ""}, {"numerator": -7}, ["numerator"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_entered(
    ren: Client, cast: Cast, facts: dict[str, Any], sent: dict[str, Any], fields: list[str]
) -> None:
    indicator = measured(cast, **facts)
    assert errors(ren.post(PAGE, typed(**sent))) == fields
    assert indicator.readings.count() == 0


def test_what_stands_is_said_before_it_is_revised_and_what_became_of_it_afterwards(ren: Client, cast: Cast) -> None:
    indicator = measured(cast)
    read(indicator, NewReading(MARCH, 18, 240))
    standing = Reading.objects.get()
    told = "For Mar 2026 stands already: 7.5 % (18 of 240). With a reason, sending this again revises it."
    # Without a reason, and with one when nobody was told yet, it is said and nothing is entered.
    first = ren.post(PAGE, typed(numerator=20))
    again = ren.post(PAGE, typed(numerator=20, reason="Counted again"))
    forged = ren.post(PAGE, typed(numerator=20, reason="Counted again", revises="0"))
    without = ren.post(PAGE, typed(numerator=20, revises=standing.pk))
    assert [errors(page) for page in (first, again, forged, without)] == [
        ["reason", "__all__"], ["__all__"], ["__all__"], ["reason", "__all__"],
    ]  # fmt: skip
    assert [page.context["form"].non_field_errors() for page in (first, again)] == [[told]] * 2
    assert f'name="revises" value="{standing.pk}"' in first.text
    assert figures(indicator) == [(MARCH, "", 18, 240)]
    done = ren.post(PAGE, typed(numerator=20, reason="Counted again", revises=standing.pk), follow=True)
    assert figures(indicator) == [(MARCH, "", 20, 240)]
    assert [str(message) for message in done.context["messages"]] == [
        "Mar 2026 is revised: 7.5 % (18 of 240) before, 8.3 % (20 of 240) now."
    ]


def test_what_somebody_has_revised_meanwhile_is_said_anew(ren: Client, cast: Cast) -> None:
    indicator = measured(cast)
    read(indicator, NewReading(MARCH, 18, 240))
    seen = Reading.objects.get().pk
    read(indicator, NewReading(MARCH, 19, 240, reason="Late report"), by=cast.nadia, at=LATER)
    page = ren.post(PAGE, typed(numerator=20, reason="Counted again", revises=seen))
    assert "7.9 % (19 of 240)" in page.context["form"].non_field_errors()[0]
    assert figures(indicator) == [(MARCH, "", 19, 240)]


def test_who_enters_the_same_period_at_the_same_moment_is_told(
    ren: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    indicator = measured(cast)

    def outrun(**asked: Any) -> list[Reading]:
        monkeypatch.undo()
        read(indicator, NewReading(MARCH, 17, 240), by=cast.nadia, at=LATER)
        return take_readings(**asked)

    monkeypatch.setattr("desks.evaluation.readings.keeping.take_readings", outrun)
    page = ren.post(PAGE, typed())
    assert (errors(page), figures(indicator)) == (["reason", "__all__"], [(MARCH, "", 17, 240)])


def test_what_stands_already_is_not_entered_twice(ren: Client, cast: Cast) -> None:
    indicator = measured(cast)
    read(indicator, NewReading(MARCH, 18, 240))
    page = ren.post(PAGE, typed(), follow=True)
    assert [str(m) for m in page.context["messages"]] == [
        "Mar 2026: 7.5 % (18 of 240) stood already; nothing was changed."
    ]
    assert indicator.readings.count() == 1


def test_the_form_offers_the_last_period_that_is_over_and_the_units_of_the_administration(
    ren: Client, cast: Cast
) -> None:
    for code, period, offered in (("E2", "month", "2026-03"), ("E3", "quarter", "2026-01"), ("E4", "year", "2025")):
        measured(cast, code, period=period)
        form = ren.get(f"/impact/indicators/scbs/{code}/").context["form"]
        assert form["period"].initial == offered
    assert [str(label) for _code, label in form.fields["unit"].choices] == [
        "The whole administration", "Port of Vesna", "Averin Airport", "Olm Island post",
    ]  # fmt: skip


def test_figures_and_periods_are_written_as_arabic_writes_them(ren: Client, cast: Cast) -> None:
    read(measured(cast, unit_of_measure="hours", kind="measure", denominator=""), NewReading(MARCH, -31.5))
    read(measured(cast, "E3", period="quarter"), NewReading(date(2026, 1, 1), 18, 240))
    ren.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    shown = [ren.get(f"/impact/indicators/scbs/{code}/").context["lines"][0] for code in ("E2", "E3")]
    assert [line.figure for line in shown] == ["\u2066−31,5\u2069 ساعة", "‏7,5٪ (‏18 من 240)"]
    assert shown[1].period == "يناير–مارس 2026"


def test_a_small_share_is_told_as_its_cases(ren: Client, cast: Cast) -> None:
    read(measured(cast), NewReading(MARCH, 3, 19), NewReading(FEBRUARY, 3, 20))
    assert [line.figure for line in ren.get(PAGE).context["lines"]] == ["3 of 19", "15.0 % (3 of 20)"]


def test_a_share_is_rounded_and_not_cut_off(ren: Client, cast: Cast) -> None:
    read(measured(cast), NewReading(MARCH, 76, 685))
    assert [line.figure for line in ren.get(PAGE).context["lines"]] == ["11.1 % (76 of 685)"]
