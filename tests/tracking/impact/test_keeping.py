"""Keeping the book: who may, what is refused, what is written down."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from lms.core.models import AuditEntry
from lms.people.models import Administration, Membership, User
from tests.cast import Cast, enter
from tracking.impact import keeping
from tracking.impact.checking import NewReading
from tracking.impact.keeping import (
    CodeTaken,
    FaultyReadings,
    MeaningFixed,
    change_indicator,
    define_indicator,
    take_readings,
)
from tracking.impact.models import Indicator, Reading
from tracking.impact.rules.readings import Fault

AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 5, 1, 9, tzinfo=UTC)
MARCH = date(2026, 3, 1)
FACTS: dict[str, Any] = {
    "title": "Hit rate", "titles": {"ar": "نسبة المعاينات المثمرة"}, "kind": "share", "numerator": "Findings",
    "denominator": "Inspections", "source": "Monthly report", "owner": "Risk", "tier": "national", "period": "month",
}  # fmt: skip


def define(
    cast: Cast, *, by: User | None = None, administration: Administration | None = None, code: str = "E2", **facts: Any
) -> Indicator:
    where = administration or cast.sanderra
    return define_indicator(administration=where, code=code, by=by, at=AT, **FACTS | facts)


def take(indicator: Indicator, *readings: NewReading, by: User | None = None, at: datetime = AT) -> list[Reading]:
    return take_readings(indicator=indicator, readings=readings, by=by, at=at)


def figures(indicator: Indicator) -> list[tuple[Any, ...]]:
    rows = indicator.readings.order_by("begins_on", "known_from", "pk")
    return [(row.begins_on, row.numerator, row.denominator, row.revised_at) for row in rows]


STRANGERS = ("stranger", "amina", "jonas", "lucia", "tomas", "davit", "wren", "admin")


@pytest.mark.parametrize("who", STRANGERS)
def test_who_does_not_keep_the_book_writes_nothing_into_it(cast: Cast, who: str) -> None:
    indicator, person = define(cast), cast.people[who]
    for write in (
        lambda: define(cast, by=person, code="E3"),
        lambda: change_indicator(indicator=indicator, title="Mine", by=person, at=AT),
        lambda: take(indicator, NewReading(MARCH, 18, 240), by=person),
    ):
        with pytest.raises(PermissionDenied):
            write()
    indicator.refresh_from_db()
    assert (Indicator.objects.count(), indicator.title, indicator.readings.count()) == (1, "Hit rate", 0)


@pytest.mark.parametrize("who", ["ren", "nadia", None])
def test_hr_the_coordinator_and_the_site_itself_write(cast: Cast, who: str | None) -> None:
    by = cast.people[who] if who else None
    indicator = define(cast, by=by)
    change_indicator(indicator=indicator, title="Hits", by=by, at=AT)
    take(indicator, NewReading(MARCH, 18, 240), by=by)
    written = [(entry.verb, entry.by_id) for entry in AuditEntry.objects.filter(about_type="tracking.indicator")]
    pk = by.pk if by else None
    assert sorted(written) == sorted(
        (f"{verb}", pk) for verb in ("indicator changed", "indicator defined", "readings taken")
    )


def test_a_role_opens_the_book_from_its_first_day_to_its_last(cast: Cast) -> None:
    yara = enter(cast, "yara", cast.sanderra, "hr")
    Membership.objects.filter(person=yara).update(until=date(2026, 4, 1))
    indicator = define(cast, by=yara)
    with pytest.raises(PermissionDenied):
        take(indicator, NewReading(MARCH, 18, 240), by=yara, at=LATER)


def test_the_book_of_a_region_is_nobodys(cast: Cast) -> None:
    vera = enter(cast, "vera", cast.wco, "national_coordinator")
    with pytest.raises(PermissionDenied):
        define(cast, by=vera, administration=cast.wco)


@pytest.mark.parametrize("code", ["E2", "e2"])
def test_a_code_is_taken_once_in_an_administration_in_capitals_or_not(cast: Cast, code: str) -> None:
    define(cast)
    other = define(cast, code="E3")
    with pytest.raises(CodeTaken):
        define(cast, code=code)
    with pytest.raises(CodeTaken):
        change_indicator(indicator=other, code=code, by=None, at=AT)
    assert define(cast, administration=cast.tirvan, code=code).code == code


def test_a_code_that_is_taken_meanwhile_is_refused_by_the_database(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    define(cast)
    monkeypatch.setattr(keeping, "refuse_taken", lambda *_args, **_more: None)
    with pytest.raises(CodeTaken):
        define(cast)
    assert Indicator.objects.count() == 1


def test_what_changed_is_written_down_with_what_it_was(cast: Cast) -> None:
    indicator = define(cast, by=cast.ren)
    changed = change_indicator(indicator=indicator, by=cast.nadia, at=LATER, **FACTS | {"code": "E9", "tier": "public"})
    entry = AuditEntry.objects.get(verb="indicator changed")
    assert (changed.code, changed.tier, entry.by_id, entry.administration_id) == (
        "E9", "public", cast.nadia.pk, cast.sanderra.pk,
    )  # fmt: skip
    assert entry.details == {"was": {"code": "E2", "tier": "national"}, "now": {"code": "E9", "tier": "public"}}
    change_indicator(indicator=changed, by=cast.nadia, at=LATER, **FACTS | {"code": "E9", "tier": "public"})
    assert AuditEntry.objects.filter(verb="indicator changed").count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "count"), ("period", "year"), ("numerator", "Seizures"), ("denominator", "Declarations"),
     ("unit_of_measure", "days")],
)  # fmt: skip
@pytest.mark.parametrize("only_revised", [False, True])
def test_what_a_figure_means_stays_once_one_was_read(cast: Cast, name: str, value: str, only_revised: bool) -> None:
    indicator = define(cast, unit_of_measure="hours")
    change_indicator(indicator=indicator, by=None, at=AT, **{name: value})
    change_indicator(indicator=indicator, by=None, at=AT, **FACTS | {"unit_of_measure": "hours"})
    take(indicator, NewReading(MARCH, 18, 240))
    if only_revised:
        Reading.objects.update(revised_at=AT)
    with pytest.raises(MeaningFixed) as refused:
        change_indicator(indicator=indicator, by=None, at=AT, **{name: value, "title": "Other"})
    indicator.refresh_from_db()
    assert (refused.value.args[0], indicator.title) == ([name], "Hit rate")


def test_a_unit_that_was_never_named_can_still_be(cast: Cast) -> None:
    indicator = define(cast, kind="measure", denominator="")
    take(indicator, NewReading(MARCH, 31.5))
    assert change_indicator(indicator=indicator, unit_of_measure="hours", by=None, at=AT).unit_of_measure == "hours"


def test_a_reading_revises_the_one_of_its_period_and_unit_and_the_old_value_stays(cast: Cast) -> None:
    indicator, port = define(cast), cast.units["PVS"]
    take(indicator, NewReading(MARCH, 18, 240), NewReading(MARCH, 9, 100, port), by=cast.ren)
    made = take(indicator, NewReading(MARCH, 10, 100, port, reason="Counted again"), by=cast.nadia, at=LATER)
    assert [(row.unit, row.numerator, row.by, row.reason) for row in made] == [
        (port, 10, cast.nadia, "Counted again"),
    ]  # fmt: skip
    assert figures(indicator) == [(MARCH, 18, 240, None), (MARCH, 9, 100, LATER), (MARCH, 10, 100, None)]
    entry = AuditEntry.objects.filter(verb="readings taken").latest("pk")
    assert entry.details == {"number": 1, "revised": 1}


def test_what_stands_already_is_not_entered_again(cast: Cast) -> None:
    indicator = define(cast)
    take(indicator, NewReading(MARCH, 18, 240))
    assert take(indicator, NewReading(MARCH, 18.0, 240.0), at=LATER) == []
    assert (figures(indicator), AuditEntry.objects.filter(verb="readings taken").count()) == (
        [(MARCH, 18, 240, None)],
        1,
    )


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (NewReading(date(2026, 4, 1), 18, 240), Fault.NOT_OVER),
        (NewReading(date(2026, 3, 2), 18, 240), Fault.NOT_A_FIRST_DAY),
        (NewReading(date(2026, 2, 1), 241, 240), Fault.MORE_THAN_ALL),
        (NewReading(date(2026, 2, 1), state="missing"), Fault.NO_REASON),
        (NewReading(MARCH, 19, 240), Fault.REVISION_WITHOUT_REASON),
    ],
)
def test_all_are_entered_or_none(cast: Cast, wrong: NewReading, fault: Fault) -> None:
    indicator = define(cast)
    take(indicator, NewReading(MARCH, 18, 240))
    with pytest.raises(FaultyReadings) as refused:
        take(indicator, NewReading(date(2026, 1, 1), 1, 2), wrong)
    assert [(each.reading, each.faults) for each in refused.value.found] == [(wrong, (fault,))]
    assert figures(indicator) == [(MARCH, 18, 240, None)]


def test_a_period_and_unit_are_entered_once_at_a_time(cast: Cast) -> None:
    indicator = define(cast)
    with pytest.raises(FaultyReadings) as refused:
        take(
            indicator,
            NewReading(MARCH, 18, 240),
            NewReading(MARCH, 19, 240),
            NewReading(MARCH, 1, 2, cast.units["PVS"]),
        )
    assert [each.faults for each in refused.value.found] == [(Fault.TWICE,)] * 2


def test_a_unit_of_another_administration_is_refused(cast: Cast) -> None:
    indicator = define(cast)
    with pytest.raises(PermissionDenied):
        take(indicator, NewReading(MARCH, 18, 240, cast.units["TIR"]), by=cast.ren)
    assert indicator.readings.count() == 0


def test_many_readings_take_no_more_queries_than_one(cast: Cast, django_assert_num_queries: Any) -> None:
    indicator = define(cast)
    days = [date(year, month, 1) for year in range(2018, 2026) for month in range(1, 13)]
    take(indicator, NewReading(days[0], 3, 40))
    for some, reason in ((days[:1], "Counted again"), (days, "Counted once more")):
        with django_assert_num_queries(8):
            take(indicator, *(NewReading(day, 4, 40, reason=reason) for day in some), by=cast.ren, at=LATER)
