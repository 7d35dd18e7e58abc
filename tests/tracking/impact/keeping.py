"""A book of impact on the stage of the cast: indicators of two administrations, and a programme of Sanderra's."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from lms.people.models import Administration
from tests.cast import Cast, enter
from tracking.impact import actions
from tracking.impact.models import Commitment, Indicator, Programme
from tracking.impact.programmes import Plan

#: Everything is written down on this day; the programme begins a month later, and has begun on the third.
WRITTEN, BEGINS = datetime(2026, 5, 11, 9, tzinfo=UTC), date(2026, 6, 1)
BEGUN = datetime(2026, 6, 1, 9, tzinfo=UTC)


@dataclass
class Book:
    cast: Cast
    indicators: dict[str, Indicator]
    programme: Programme
    promises: dict[str, Commitment] = field(default_factory=dict)


def indicator(place: Administration, code: str, *, kind: str = "share", **facts: Any) -> Indicator:
    return Indicator.objects.create(
        administration=place, code=code, title=f"Figure {code}", kind=kind, numerator="Finds", source="Report",
        owner="Risk", tier="national", **facts,
    )  # fmt: skip


def a_plan(cast: Cast, indicators: dict[str, Indicator], **other: Any) -> Plan:
    facts: dict[str, Any] = {
        "title": "Targeting",
        "question": "Do inspections find more?",
        "begins_on": BEGINS,
        "primary": indicators["S1"],
        "others": [indicators["S2"]],
        "shared": [indicators["S1"]],
        "units": [cast.units["PVS"]],
        "compared": [cast.units["AVI"]],
    }
    return Plan(**facts | other)


def open_the_book(cast: Cast) -> Book:
    """The administration, the WCO and an expert of Tirvan's, invited by Sanderra, each promise something."""
    indicators = {code: indicator(cast.sanderra, code) for code in ("S1", "S2", "S3")}
    indicators["F1"] = indicator(cast.tirvan, "F1")
    enter(cast, "edda", cast.tirvan, "expert")
    programme = actions.open_programme(
        administration=cast.sanderra, code="targeting", plan=a_plan(cast, indicators), by=cast.ren, at=WRITTEN
    )
    book = Book(cast, indicators, programme)
    for party, house, unit in (
        ("administration", cast.sanderra, cast.units["PVS"]),
        ("wco", cast.wco, None),
        ("expert", cast.tirvan, None),
    ):
        book.promises[party] = actions.commit(
            programme=programme, party=party, house=house, unit=unit, what=f"Help of the {party}", owner="Somebody",
            due_on=date(2026, 12, 31), of=4, by=cast.ren, at=WRITTEN,
        )  # fmt: skip
    return book
