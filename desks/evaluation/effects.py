"""From the readings of a programme to estimates: which months count, which units are compared, which rule applies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from tracking.impact.models import Indicator, Programme, ProgrammeIndicator, Reading
from tracking.impact.queries import standing
from tracking.impact.rules import counts, honest, series, shares
from tracking.impact.rules.honest import Beside, Design
from tracking.impact.rules.interval import Estimate
from tracking.impact.rules.shares import Count


@dataclass(frozen=True)
class Effect:
    """What changed in one indicator. A share's numbers are in per cent and points, a ratio's `nothing` is one."""

    indicator: Indicator
    estimate: Estimate
    before: float | None
    after: float | None
    compared: Estimate | None
    n: int
    design: Design
    reading: honest.Reading
    beside: tuple[Beside, ...]
    is_primary: bool
    form: str
    counted: tuple[Count, Count] | None = None


@dataclass(frozen=True)
class Line:
    """Monthly figures of some units together; None where one is missing."""

    label: str
    figures: tuple[float | None, ...]
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True)
class Evidence:
    """One indicator of a programme: its monthly lines, its effect, and the figures that are not there."""

    indicator: Indicator
    is_primary: bool
    months: tuple[date, ...] = ()
    treated: Line | None = None
    compared: Line | None = None
    effect: Effect | None = None
    missing: tuple[Reading, ...] = ()

    @property
    def lines(self) -> list[Line]:
        return [line for line in (self.treated, self.compared) if line]

    @property
    def rows(self) -> list[tuple[date, tuple[float | None, ...]]]:
        """Month by month, the figure of each line."""
        return list(zip(self.months, zip(*(each.figures for each in self.lines), strict=True), strict=True))


@dataclass
class Months:
    """The readings of one indicator by unit (None: the whole administration) and month, and which of the months are before,
    after, or left out."""

    programme: Programme
    treated: Sequence[int | None]
    compared: Sequence[int | None]
    rows: Mapping[tuple[int | None, date], Reading]
    days: tuple[date, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.days = tuple(sorted({day for _unit, day in self.rows}))

    @property
    def first_after(self) -> int:
        return sum(day < self.programme.begins_on for day in self.days) + 1

    @property
    def before(self) -> tuple[date, ...]:
        return self.days[: self.first_after - 1]

    @property
    def after(self) -> tuple[date, ...]:
        return self.days[self.first_after - 1 + self.programme.ramp_months :]

    def count(self, units: Iterable[int | None], days: Iterable[date]) -> Count:
        known = [self.rows[unit, day] for unit in units for day in days if (unit, day) in self.rows]
        measured = [row for row in known if row.numerator is not None and row.denominator is not None]
        return Count(sum(int(r.numerator or 0) for r in measured), sum(int(r.denominator or 0) for r in measured))

    def values(self, units: Sequence[int | None], *, total: bool = False) -> tuple[float | None, ...]:
        """Month by month the mean of the units, or their total; a share pools their cases."""
        return tuple(self.together(units, day, total=total) for day in self.days)

    def together(self, units: Sequence[int | None], day: date, *, total: bool) -> float | None:
        rows = [self.rows.get((unit, day)) for unit in units]
        known = [row for row in rows if row is not None and row.numerator is not None]
        if not known or len(known) < len(rows):
            return None
        if known[0].denominator is not None:
            pooled = self.count(units, [day])
            return 100 * pooled.share if pooled.of else None
        whole = sum(row.numerator or 0 for row in known)
        return whole if total else whole / len(known)


def evidence_of(programme: Programme, readable: set[int]) -> list[Evidence]:
    """The indicators of a programme that the reader may see, the primary one first; three queries however many."""
    uses = list(programme.indicators.select_related("indicator"))
    units = list(programme.units.select_related("unit"))
    treated: list[int | None] = [part.unit_id for part in units if not part.is_comparison] or [None]
    compared: list[int | None] = [part.unit_id for part in units if part.is_comparison]
    rows: dict[int, dict[tuple[int | None, date], Reading]] = {}
    seen = [use.indicator_id for use in uses if use.indicator_id in readable]
    taking_part = Q(unit__in=[*treated, *compared]) if units else Q(unit__isnull=True)
    for row in standing().filter(taking_part, indicator__in=seen).select_related("unit"):
        rows.setdefault(row.indicator_id, {})[row.unit_id, row.begins_on] = row
    found = [
        evidence(use, Months(programme, treated, compared, rows.get(use.indicator_id, {})))
        for use in uses
        if use.indicator_id in readable
    ]
    return sorted(found, key=lambda each: not each.is_primary)


def evidence(use: ProgrammeIndicator, months: Months) -> Evidence:
    indicator, is_primary = use.indicator, use.indicator_id == months.programme.primary_id
    total = indicator.kind == Indicator.Kind.COUNT
    lines = [line(indicator, months, units, total=total) for units in (months.treated, months.compared)]
    return Evidence(
        indicator=indicator,
        is_primary=is_primary,
        months=months.days,
        treated=lines[0],
        compared=lines[1] if months.compared else None,
        effect=effect(indicator, months, is_primary=is_primary),
        missing=tuple(row for row in months.rows.values() if row.numerator is None),
    )


def line(indicator: Indicator, months: Months, units: Sequence[int | None], *, total: bool) -> Line:
    names = [
        str(row.unit or months.programme.administration)
        for row in {key[0]: row for key, row in months.rows.items()}.values()
        if row.unit_id in units
    ]
    figures = months.values(units, total=total)
    if indicator.kind == Indicator.Kind.SHARE:
        spans = [months.count(units, days) for days in (months.before, months.after)]
        before, after = (100 * span.share if span.of else None for span in spans)
    else:
        half = months.first_after - 1
        before, after = mean(figures[:half]), mean(figures[half + months.programme.ramp_months :])
    return Line(" + ".join(sorted(names)), figures, before, after)


def mean(figures: Iterable[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) / len(known) if known else None


def effect(indicator: Indicator, months: Months, *, is_primary: bool) -> Effect | None:
    """None where there is too little to estimate from."""
    if indicator.kind == Indicator.Kind.SHARE:
        return of_shares(indicator, months, is_primary=is_primary)
    if not series.is_long_enough(len(months.days), first_after=months.first_after):
        return None
    if indicator.kind == Indicator.Kind.COUNT:
        return of_counts(indicator, months, is_primary=is_primary)
    return of_measures(indicator, months, is_primary=is_primary)


def of_shares(indicator: Indicator, months: Months, *, is_primary: bool) -> Effect | None:
    before, after = (months.count(months.treated, days) for days in (months.before, months.after))
    if not honest.may_be_a_percentage(min(before.of, after.of)):
        return None
    others = [months.count(months.compared, days) for days in (months.before, months.after)]
    compared = shares.newcombe(*others).scaled(100) if all(other.of for other in others) else None
    estimate = shares.newcombe(before, after).scaled(100)
    design = honest.design_of(
        randomised=months.programme.is_randomised, has_comparison=compared is not None, has_series=False
    )
    return Effect(
        indicator=indicator,
        estimate=estimate,
        before=100 * before.share,
        after=100 * after.share,
        compared=compared,
        n=after.of + before.of,
        design=design,
        reading=honest.reading(estimate, n=before.of),
        beside=honest.beside(design=design, is_primary=is_primary),
        is_primary=is_primary,
        form="points",
        counted=(before, after),
    )


def of_measures(indicator: Indicator, months: Months, *, is_primary: bool) -> Effect | None:
    """The jump at the beginning, against the other units where there are any: what they share, the season too, cancels."""
    own = months.values(months.treated)
    others = months.values(months.compared) if months.compared else None
    figures = own if others is None else tuple(less(a, b) for a, b in zip(own, others, strict=True))
    fit = series.interrupted(figures, first_after=months.first_after, season=indicator.has_season and others is None)
    design = honest.design_of(
        randomised=months.programme.is_randomised, has_comparison=others is not None, has_series=True
    )
    half = months.first_after - 1
    return Effect(
        indicator=indicator,
        estimate=fit.level,
        before=mean(own[:half]),
        after=mean(own[half + months.programme.ramp_months :]),
        compared=None,
        n=fit.months,
        design=design,
        reading=honest.reading(fit.level, n=fit.months),
        beside=honest.beside(
            design=design, is_primary=is_primary, trend_is_reliable=fit.is_reliable, missing=len(own) - fit.months
        ),
        is_primary=is_primary,
        form="level",
    )


def less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def of_counts(indicator: Indicator, months: Months, *, is_primary: bool) -> Effect | None:
    totals = months.values(months.treated, total=True)
    if None in totals:
        return None
    found = counts.interrupted(
        tuple(int(total or 0) for total in totals), first_after=months.first_after, season=indicator.has_season
    )
    half = months.first_after - 1
    design = honest.design_of(randomised=False, has_comparison=False, has_series=True)
    return Effect(
        indicator=indicator,
        estimate=found.ratio,
        before=mean(totals[:half]),
        after=mean(totals[half + months.programme.ramp_months :]),
        compared=None,
        n=len(totals),
        design=design,
        reading=honest.reading(found.ratio, n=len(totals), nothing=1),
        beside=honest.beside(design=design, is_primary=is_primary),
        is_primary=is_primary,
        form="ratio",
    )
