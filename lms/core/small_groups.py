"""The one function that every figure about a group of people passes through on its way to a page, a file or a program.

A figure from one to `smallest` - 1 tells of persons rather than of a group, so it is not shown. Nor are the figures from
which it could be worked out: with all totals at hand, a single hidden cell is a subtraction. `suppress` hides the cheapest
further figures until a reader who solves the whole table can narrow no hidden one to fewer than `smallest` + 1 values;
a reader who also takes "<5" at its word learns no more than that word says.

A table is suppressed once, whole. Filters, sorting, files and programs choose among its published cells (`Table.only`,
`Table.ordered`) and never count again, because two counts of almost the same people differ by a person.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import inf
from typing import Any, Generic, TypeVar

from lms.core.circulation import Edge, Network

Group = TypeVar("Group", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

HIDDEN = "hidden"
#: Hiding a total takes away more than hiding a cell, and hiding the whole most of all.
TOTAL_COSTS, WHOLE_COSTS = 10, 1000


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it may be shown: its number, or a mark in its place ("<5": fewer than five people; "hidden")."""

    value: int | None
    mark: str = ""

    @property
    def shown(self) -> str:
        return self.mark if self.value is None else str(self.value)

    @property
    def is_hidden(self) -> bool:
        return self.value is None


@dataclass(frozen=True)
class Table(Generic[Group, Column]):
    """The published cells: a row for each group, its total, the total of each column, and the whole."""

    groups: tuple[Group, ...]
    columns: tuple[Column, ...]
    smallest: int
    cells: Mapping[tuple[Group, Column], Cell]
    totals: Mapping[Group, Cell]
    column_totals: Mapping[Column, Cell]
    whole: Cell

    def only(self, groups: Collection[Group]) -> "Table[Group, Column]":
        """The same cells of fewer groups. A total is the sum of the cells shown, and hidden as soon as one of them is."""
        kept = tuple(group for group in self.groups if group in groups)
        if kept == self.groups:
            return self
        return replace(
            self,
            groups=kept,
            column_totals={c: added_up(self.cells[g, c] for g in kept) for c in self.columns},
            whole=added_up(self.totals[g] for g in kept),
        )

    def figure(self, group: Group, column: Column | None = None) -> Cell:
        """The cell of a group in a column; its total where no column is asked for."""
        return self.totals[group] if column is None else self.cells[group, column]

    def ordered(self, column: Column | None = None, *, descending: bool = True) -> tuple[Group, ...]:
        """The groups by what is shown of them. Hidden ones come last, in the table's order, whatever they hide."""
        shown = [group for group in self.groups if not self.figure(group, column).is_hidden]
        shown.sort(key=lambda group: self.figure(group, column).value or 0, reverse=descending)
        return (*shown, *(group for group in self.groups if self.figure(group, column).is_hidden))


def added_up(cells: Iterable[Cell]) -> Cell:
    total = 0
    for cell in cells:
        if cell.value is None:
            return Cell(None, HIDDEN)
        total += cell.value
    return Cell(total)


def suppress(
    rows: Mapping[Group, Mapping[Column, int]], *, smallest: int = 5, sizes: Mapping[Group, int] | None = None
) -> Table[Group, Column]:
    """The table of these counts as it may be shown, in the order given; a column that a row lacks counts zero.

    A cell counts people, nobody twice. Where the columns overlap, so that a row's total is not its number of people (open
    gaps by competency), `sizes` says how many people each group has; of a group smaller than `smallest` nothing is shown.
    """
    frozen = tuple((group, tuple(row.items())) for group, row in rows.items())
    return remembered(frozen, smallest, None if sizes is None else tuple(sizes.items()))


@lru_cache(maxsize=64)
def remembered(rows: tuple[Any, ...], smallest: int, sizes: tuple[Any, ...] | None) -> Table[Any, Any]:
    """The same counts make the same table, and a country's table takes a second to work out."""
    counts = {group: dict(row) for group, row in rows}
    return Suppression(counts, smallest, None if sizes is None else dict(sizes)).table()


def suppress_list(counts: Mapping[Group, int], *, smallest: int = 5) -> Table[Group, None]:
    """The same for one figure for each group and their sum: read it from `totals` and `whole`."""
    return suppress({group: {None: number} for group, number in counts.items()}, smallest=smallest)


@dataclass
class Suppression(Generic[Group, Column]):
    """One table on its way through: first what must be hidden, then what must go with it."""

    rows: Mapping[Group, Mapping[Column, int]]
    smallest: int
    sizes: Mapping[Group, int] | None
    network: Network = field(default_factory=Network)
    cells: dict[tuple[Group, Column], int] = field(default_factory=dict)
    totals: dict[Group, int] = field(default_factory=dict)
    column_totals: dict[Column, int] = field(default_factory=dict)
    whole: int = -1
    marked: set[int] = field(default_factory=set)

    def table(self) -> Table[Group, Column]:
        self.draw()
        if self.too_few(sum(self.size(group) for group in self.rows)):
            self.hide_everything()
        else:
            self.protect(self.hide_small())
        return Table(
            groups=tuple(self.rows),
            columns=tuple(self.column_totals),
            smallest=self.smallest,
            cells={key: self.cell(index) for key, index in self.cells.items()},
            totals={key: self.cell(index) for key, index in self.totals.items()},
            column_totals={key: self.cell(index) for key, index in self.column_totals.items()},
            whole=self.cell(self.whole),
        )

    def draw(self) -> None:
        """The network: the whole flows into groups, each group into its columns, and the columns back into the whole."""
        columns = list(dict.fromkeys(column for row in self.rows.values() for column in row))
        add, source, sink = self.network.add, "source", "sink"
        for group, row in self.rows.items():
            total = sum(row.values())
            most = inf if self.sizes is None else self.size(group) * len(columns)
            self.totals[group] = add(Edge(source, ("row", group), total, TOTAL_COSTS * (total + 1), high=most))
            for column in columns:
                number = row.get(column, 0)
                high = inf if self.sizes is None else self.size(group)
                self.cells[group, column] = add(Edge(("row", group), ("column", column), number, number + 1, high=high))
        for column in columns:
            total = sum(row.get(column, 0) for row in self.rows.values())
            self.column_totals[column] = add(Edge(("column", column), sink, total, TOTAL_COSTS * (total + 1)))
        total = sum(sum(row.values()) for row in self.rows.values())
        self.whole = add(Edge(sink, source, total, WHOLE_COSTS * (total + 1)))

    def size(self, group: Group) -> int:
        row = self.rows[group].values()
        return sum(row) if self.sizes is None else max(self.sizes.get(group, 0), *row, 0)

    def too_few(self, people: int) -> bool:
        return 0 < people < self.smallest

    def hide_everything(self) -> None:
        for edge in self.network.edges:
            edge.hidden = True
        self.marked = {self.whole}

    def hide_small(self) -> list[int]:
        """Hide the small figures and all of each small group; what must be protected from being worked out."""
        small = {i for i, edge in enumerate(self.network.edges) if self.too_few(edge.value)}
        self.marked = small - set(self.cells.values())
        for group in self.rows:
            if self.too_few(self.size(group)):
                small |= {self.totals[group], *(self.cells[group, column] for column in self.column_totals)}
                self.marked.add(self.totals[group])
        for index in small:
            self.network.edges[index].hidden = True
        # What is zero for everyone is shown as such, and a small group is no exception that could be kept.
        nothing = {self.cells[g, c] for g in self.rows for c, i in self.column_totals.items() if not self.value(i)}
        if not self.value(self.whole):
            nothing |= set(self.totals.values())
        return sorted(small - nothing, key=lambda index: (-self.value(index), index))

    def value(self, index: int) -> int:
        return self.network.edges[index].value

    def protect(self, small: list[int]) -> None:
        for index in small:
            self.network.widen(index, self.smallest)
        bounded = [i for i in self.marked if self.too_few(self.value(i)) and self.is_word_on_its_count(i)]
        for index in bounded:
            self.network.edges[index].low, self.network.edges[index].high = 1, self.smallest - 1
        reached = [self.network.widen(index, self.smallest - 2) for index in small]
        if not all(reached):
            self.marked = set()

    def is_word_on_its_count(self, index: int) -> bool:
        """Whether "<5" bounds this very count: a group that is known to be small is marked whatever its count."""
        if self.sizes is None:
            return True
        return not any(self.totals[group] == index and self.too_few(self.size(group)) for group in self.rows)

    def cell(self, index: int) -> Cell:
        edge = self.network.edges[index]
        if not edge.hidden:
            return Cell(edge.value)
        return Cell(None, f"<{self.smallest}" if index in self.marked else HIDDEN)
