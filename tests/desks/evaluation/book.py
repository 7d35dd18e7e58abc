"""A book to write in: Sanderra's hit rate, with the moments at which its tests live."""

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import F

from tests.cast import Cast
from tracking.impact.checking import NewReading
from tracking.impact.keeping import define_indicator, take_readings
from tracking.impact.models import Indicator

AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)

FACTS: dict[str, Any] = {
    "title": "Hit rate", "kind": "share", "numerator": "Findings", "denominator": "Inspections", "source": "Monthly report",
    "owner": "Risk unit", "tier": "national", "period": "month",
}  # fmt: skip


def measured(cast: Cast, code: str = "E2", **facts: Any) -> Indicator:
    where = facts.pop("administration", cast.sanderra)
    return define_indicator(administration=where, code=code, by=None, at=AT, **FACTS | facts)


def read(indicator: Indicator, *readings: NewReading, by: Any = None, at: datetime = AT) -> None:
    take_readings(indicator=indicator, readings=readings, by=by, at=at)


def figures(indicator: Indicator) -> list[tuple[Any, ...]]:
    """What stands."""
    rows = indicator.readings.filter(revised_at__isnull=True).order_by(
        "begins_on", F("unit__code").asc(nulls_first=True)
    )
    return [(row.begins_on, row.unit.code if row.unit else "", row.numerator, row.denominator) for row in rows]
