"""Indicators of administrations side by side: each cell as its tier and the size of its group allow this reader to see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Length, Substr

from lms.core.small_groups import Table, suppress
from lms.people.models import Administration
from lms.people.queries import Asker, reads_figures_of
from tracking.impact.models import Indicator, Reading
from tracking.impact.queries import compared_by, indicators_visible_to, standing
from tracking.impact.rules import honest


@dataclass(frozen=True)
class Figure:
    """What stands in a cell: a number, or why there is none (national, not_measured, too_small, none)."""

    value: float | None
    why: str = ""
    period: date | None = None
    of: float | None = None
    #: So many digits stand after the point: one of what is measured, none of what is counted.
    places: int = 0

    @property
    def is_percentage(self) -> bool:
        return self.of is not None and honest.may_be_a_percentage(self.of)

    @property
    def percent(self) -> float:
        return 100 * (self.value or 0)

    @property
    def hits(self) -> int:
        return round((self.value or 0) * (self.of or 0))


@dataclass(frozen=True)
class Comparison:
    """A row for each administration, a column for each indicator."""

    administrations: tuple[Administration, ...]
    codes: tuple[str, ...]
    titles: dict[str, str]
    tiers: dict[str, str]
    units: dict[str, str]
    figures: dict[tuple[int, str], Figure]

    @property
    def notes(self) -> dict[str, str]:
        """What stands under a title: in what it is measured, and who may read it."""
        return {code: " · ".join(filter(None, (self.units[code], self.tiers[code]))) for code in self.codes}

    def lines(self, sort: str = "") -> list[tuple[Administration, list[tuple[str, Figure]]]]:
        """In the order of names, or of a column as it is shown; what is not shown comes last either way."""
        code = sort.removeprefix("-")
        order = list(self.administrations)
        if code in self.codes:
            shown = [place for place in order if self.figures[place.pk, code].value is not None]
            shown.sort(key=lambda place: self.figures[place.pk, code].value or 0, reverse=sort.startswith("-"))
            order = [*shown, *(place for place in order if self.figures[place.pk, code].value is None)]
        return [(place, [(code, self.figures[place.pk, code]) for code in self.codes]) for place in order]


def comparison(person: Asker) -> Comparison:
    """Five queries, however many administrations and indicators."""
    places = tuple(compared_by(person))
    inside = {place.pk for place in reads_figures_of(person)}
    indicators = list(Indicator.objects.filter(administration__in=places))
    readable = set(indicators_visible_to(person).values_list("pk", flat=True))
    first = {indicator.code: indicator for indicator in reversed(indicators)}
    latest = latest_of(readable)
    people = people_shown(indicators, latest, readable, inside)
    by_place = {(each.administration_id, each.code): each for each in indicators}
    codes = tuple(sorted(first))
    return Comparison(
        administrations=places,
        codes=codes,
        titles={code: first[code].title_shown for code in codes},
        tiers={code: first[code].get_tier_display() for code in codes},
        units={code: first[code].unit_shown for code in codes},
        figures={
            (place.pk, code): figure(by_place.get((place.pk, code)), latest, readable, people)
            for place in places
            for code in codes
        },
    )


@dataclass(frozen=True)
class Latest:
    """The newest period of an indicator over all its units."""

    begins_on: date
    numerator: float | None
    denominator: float | None
    measured: int


def latest_of(indicators: Iterable[int]) -> dict[int, Latest]:
    """By indicator, its newest period with the units added up; where a unit above was measured, or the whole administration,
    its figure stands for all of them."""
    same = standing().filter(indicator=OuterRef("indicator"))
    newest = same.order_by("-begins_on").values("begins_on")[:1]
    measured = same.filter(begins_on=OuterRef("begins_on"), state=Reading.State.MEASURED)
    whole = measured.filter(unit__isnull=True)
    # Treebeard's path of a unit begins with the paths of the units above it.
    above = (
        measured.exclude(unit=OuterRef("unit"))
        .annotate(head=Substr(OuterRef("unit__path"), 1, Length("unit__path")))
        .filter(unit__path=F("head"))
    )
    rows = standing().filter(indicator__in=list(indicators), begins_on=Subquery(newest)).order_by()
    rows = rows.filter(Q(unit__isnull=True) | (~Exists(whole) & ~Exists(above)))
    added = rows.values_list("indicator_id", "begins_on").annotate(
        above=Sum("numerator"), below=Sum("denominator"), known=Count("pk", filter=Q(state=Reading.State.MEASURED))
    )
    return {pk: Latest(day, above, below, known) for pk, day, above, below, known in added}


def people_shown(
    indicators: list[Indicator], latest: dict[int, Latest], readable: set[int], inside: set[int]
) -> Table[int, str]:
    """Figures about people, suppressed once and whole: groups of five inside, of ten as soon as others read along."""
    rows = {}
    outside = False
    for each in indicators:
        known = latest.get(each.pk)
        if each.counts_people and each.pk in readable and known and known.numerator is not None:
            yes, of = round(known.numerator), round(known.denominator or 0)
            rows[each.pk] = {"yes": yes, "no": of - yes}
            outside = outside or each.administration_id not in inside
    return suppress(rows, smallest=honest.SMALLEST_GROUP_OUTSIDE if outside else 5)


def figure(
    indicator: Indicator | None, latest: dict[int, Latest], readable: set[int], people: Table[int, str]
) -> Figure:
    if indicator is None:
        return Figure(None, "none")
    if indicator.pk not in readable:
        return Figure(None, "national")
    known = latest.get(indicator.pk)
    if known is None:
        return Figure(None, "none")
    if known.numerator is None:
        return Figure(None, "not_measured", known.begins_on)
    if indicator.counts_people:
        cells = people.cells[indicator.pk, "yes"], people.totals[indicator.pk]
        if any(cell.is_hidden for cell in cells):
            return Figure(None, "too_small", known.begins_on)
    if known.denominator:
        return Figure(known.numerator / known.denominator, "", known.begins_on, known.denominator)
    if indicator.kind == Indicator.Kind.MEASURE:
        return Figure(known.numerator / known.measured, "", known.begins_on, places=1)
    return Figure(known.numerator, "", known.begins_on)
