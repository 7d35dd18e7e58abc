"""Where the points of a picture lie. A template draws them; nothing here knows of colours or words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from desks.evaluation.effects import Evidence, Line


@dataclass(frozen=True)
class Size:
    """A drawing's width and height and its margins, in its own units."""

    name: str
    wide: int
    high: int
    start: int = 40
    top: int = 28
    bottom: int = 28
    end: int = 12


#: One for a page and one for a phone, so that words stay as large as they are.
SIZES = (Size("wide", 760, 320), Size("narrow", 350, 260, start=32))


@dataclass(frozen=True)
class Mark:
    """A place on an axis with its word."""

    at: float
    label: str


@dataclass(frozen=True)
class Drawn:
    """A line with its pieces (a missing month interrupts it), and its mean before and after."""

    name: str
    pieces: tuple[str, ...]
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Chart:
    size: Size
    lines: tuple[Drawn, ...]
    ticks: tuple[Mark, ...]
    years: tuple[Mark, ...]
    begins: float
    ramp_ends: float

    @property
    def left(self) -> int:
        return self.size.start

    @property
    def right(self) -> int:
        return self.size.wide - self.size.end

    @property
    def floor(self) -> int:
        return self.size.high - self.size.bottom

    @property
    def tail(self) -> int:
        """Where the strokes end that mark the years."""
        return self.floor + 6

    @property
    def plot(self) -> int:
        """The height of the field between the margins."""
        return self.floor - self.size.top

    @property
    def ramp_width(self) -> float:
        return round(self.ramp_ends - self.begins, 1)


def charts(evidence: Evidence, *, begins_on: date, ramp_months: int) -> list[Chart]:
    """The same picture in each size; none without a figure."""
    lines = [("treated", evidence.treated), ("compared", evidence.compared)]
    drawn = [(name, line) for name, line in lines if line and any(figure is not None for figure in line.figures)]
    return [chart(evidence, drawn, size, begins_on, ramp_months) for size in SIZES] if drawn else []


def chart(
    evidence: Evidence, lines: Sequence[tuple[str, Line]], size: Size, begins_on: date, ramp_months: int
) -> Chart:
    known = [figure for _name, line in lines for figure in line.figures if figure is not None]
    ticks = scale(min(known), max(known))
    months = len(evidence.months)

    def x(month: float) -> float:
        return round(size.start + (size.wide - size.start - size.end) * month / max(months - 1, 1), 1)

    def y(figure: float) -> float:
        share = (figure - ticks[0]) / (ticks[-1] - ticks[0])
        return round(size.high - size.bottom - share * (size.high - size.top - size.bottom), 1)

    first = sum(day < begins_on for day in evidence.months)
    return Chart(
        size=size,
        lines=tuple(
            Drawn(
                name=name,
                pieces=tuple(pieces([None if f is None else f"{x(i)},{y(f)}" for i, f in enumerate(line.figures)])),
                before=None if line.before is None else y(line.before),
                after=None if line.after is None else y(line.after),
            )
            for name, line in lines
        ),
        ticks=tuple(Mark(y(tick), f"{tick:g}") for tick in ticks),
        years=tuple(Mark(x(i), str(day.year)) for i, day in enumerate(evidence.months) if day.month == 1),
        begins=x(first - 0.5),
        ramp_ends=x(first - 0.5 + ramp_months),
    )


def pieces(points: Sequence[str | None]) -> list[str]:
    """The points between the months that are missing, each run as the points of a polyline."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [" ".join(run) for run in runs if run]


def scale(low: float, high: float) -> list[float]:
    """Four to seven round numbers around the figures."""
    span = max(high - low, 1e-9)
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 1e4, 1e6) if span / s <= 5)
    first, last = floor(low / step), ceil(high / step)
    return [step * number for number in range(first, max(last, first + 1) + 1)]
