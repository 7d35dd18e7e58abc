"""Nothing that is shown of a table lets a reader work out what is hidden in it."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.small_groups import Cell, Table, suppress, suppress_list

K = 5


def shown(table: Table) -> list[list[str]]:
    """The table as a reader sees it: a line for each group with its total, and a last line of totals."""
    lines = [[*(table.cells[g, c].shown for c in table.columns), table.totals[g].shown] for g in table.groups]
    return [*lines, [*(table.column_totals[c].shown for c in table.columns), table.whole.shown]]


class Reader:
    """Someone who has the published table and works out, by trying, which whole numbers each hidden figure may be.

    Independent of the code under test: no flows, only rows that fit what is shown, one after the other.
    """

    def __init__(self, table: Table, *, top: int, believes_marks: bool, sizes: dict | None = None) -> None:
        self.table, self.top, self.believes_marks, self.sizes = table, top, believes_marks, sizes

    def may_be(self, cell: Cell, number: int) -> bool:
        if cell.value is not None:
            return number == cell.value
        if self.believes_marks and cell.mark.startswith("<"):
            return 1 <= number < self.table.smallest
        return number >= 0

    def values(self, group: object, column: object) -> set[int]:
        """Which numbers, up to `top`, the figure may be; None as group or column asks for the total."""
        return {number for number in range(self.top + 1) if self.is_possible(group, column, number)}

    def is_possible(self, group: object, column: object, number: int) -> bool:
        table = self.table
        width = len(table.columns)

        def fits(g: object, c: object, value: int, cell: Cell) -> bool:
            return self.may_be(cell, value) and ((g, c) != (group, column) or value == number)

        def rows_of(g: object) -> list[tuple[int, ...]]:
            rows: list[tuple[int, ...]] = [()]
            for c in table.columns:
                cell = table.cells[g, c]
                most = self.top if self.sizes is None else min(self.top, self.sizes[g])
                options = [
                    v for v in ([cell.value] if cell.value is not None else range(most + 1)) if fits(g, c, v, cell)
                ]
                rows = [(*row, v) for row in rows for v in options]
            return [row for row in rows if fits(g, None, sum(row), table.totals[g])]

        limits = [t.value for t in table.column_totals.values()]

        @cache
        def fill(index: int, sums: tuple[int, ...]) -> bool:
            if any(limit is not None and done > limit for done, limit in zip(sums, limits, strict=True)):
                return False
            if index == len(table.groups):
                totals = zip(table.columns, sums, strict=True)
                return all(fits(None, c, s, table.column_totals[c]) for c, s in totals) and fits(
                    None, None, sum(sums), table.whole
                )
            return any(
                fill(index + 1, tuple(a + b for a, b in zip(sums, row, strict=True)))
                for row in rows_of(table.groups[index])
            )

        return fill(0, (0,) * width)


def hidden_people(rows: dict, table: Table) -> list[tuple[object, object, int]]:
    """Every hidden figure from one to `smallest` - 1, with its place."""
    found = [(g, c, n) for g, row in rows.items() for c, n in row.items() if table.cells[g, c].is_hidden]
    found += [(g, None, sum(row.values())) for g, row in rows.items() if table.totals[g].is_hidden]
    for column in table.columns:
        if table.column_totals[column].is_hidden:
            found.append((None, column, sum(row[column] for row in rows.values())))
    return [(g, c, n) for g, c, n in found if 0 < n < table.smallest]


def test_e9a_a_small_unit_takes_the_next_smallest_with_it():
    table = suppress_list({"Vesna": 22, "Airport": 14, "Pass": 9, "Ferry": 3})
    assert [table.totals[unit].shown for unit in table.groups] == ["22", "14", "hidden", "<5"]
    assert table.whole.shown == "48"
    assert 48 - sum(cell.value or 0 for cell in table.totals.values()) == 12


def test_e9b_a_small_cell_takes_the_cheapest_rectangle_with_it():
    table = suppress({"N": {1: 12, 2: 3}, "S": {1: 8, 2: 9}, "E": {1: 6, 2: 7}})
    assert shown(table) == [
        ["hidden", "hidden", "15"],
        ["8", "9", "17"],
        ["hidden", "hidden", "13"],
        ["26", "19", "45"],
    ]
    assert Reader(table, top=20, believes_marks=False).values("N", 2) == set(range(11))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("9 8, 7 6", "9 8 17, 7 6 13, 16 14 30", id="all large"),
        pytest.param("9 0, 0 6", "9 0 9, 0 6 6, 9 6 15", id="zeros are shown"),
        pytest.param("0 0, 0 0", "0 0 0, 0 0 0, 0 0 0", id="nobody"),
        pytest.param("2 1", "hidden hidden hidden, hidden hidden <5", id="too few altogether"),
        pytest.param("4 4, 9 9", "hidden hidden 8, hidden hidden 18, 13 13 26", id="two small cells of one group"),
        pytest.param(
            "4 0, 6 7, 9 9", "hidden hidden <5, hidden hidden hidden, 9 9 18, 19 16 35",
            id="a unit of four, even where all of it lack it",
        ),
    ],
)  # fmt: skip
def test_what_is_shown(rows, expected):
    counts = {f"unit {i}": dict(enumerate(map(int, line.split()))) for i, line in enumerate(rows.split(", "))}
    assert shown(suppress(counts)) == [line.split() for line in expected.split(", ")]


def test_of_a_small_group_nothing_is_shown_however_many_gaps_it_has():
    table = suppress({"Ferry": {"O07": 4, "O08": 4}, "Vesna": {"O07": 20, "O08": 11}}, sizes={"Ferry": 4, "Vesna": 30})
    assert [table.cells["Ferry", column].shown for column in table.columns] == ["hidden", "hidden"]
    assert table.totals["Ferry"].shown == "<5"
    assert table.whole.is_hidden or table.totals["Vesna"].is_hidden


def test_the_smallest_group_is_the_administration_s_to_raise():
    table = suppress_list({"a": 30, "b": 12, "c": 9}, smallest=10)
    assert [table.totals[g].shown for g in table.groups] == ["30", "hidden", "<10"]


def test_a_filter_shows_the_same_cells_and_hides_the_sum_of_hidden_ones():
    table = suppress_list({"a": 22, "b": 14, "c": 9, "d": 3})
    part = table.only({"a", "b"})
    assert (part.groups, part.whole) == (("a", "b"), Cell(36))
    part = table.only({"b", "c", "d"})
    assert [part.totals[g] for g in part.groups] == [table.totals[g] for g in part.groups]
    assert part.whole == Cell(None, "hidden")
    assert table.only({"a", "b", "c", "d"}) is table


def test_sorting_tells_nothing_of_what_is_hidden():
    smaller = suppress_list({"a": 14, "b": 1, "c": 9, "d": 22})
    larger = suppress_list({"a": 14, "b": 4, "c": 6, "d": 22})
    assert smaller.ordered() == larger.ordered() == ("d", "a", "b", "c")
    assert smaller.ordered(descending=False) == ("a", "d", "b", "c")


small_tables = st.sampled_from([(1, 1), (1, 3), (2, 2), (3, 1), (3, 2), (2, 3)]).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 7), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    ).map(lambda lines: {f"unit {i}": dict(enumerate(line)) for i, line in enumerate(lines)})
)


@settings(max_examples=60, deadline=None)
@given(rows=small_tables)
def test_whoever_solves_the_table_finds_at_least_k_values_for_every_hidden_small_figure(rows):
    table = suppress(rows, smallest=3)
    reader = Reader(table, top=11, believes_marks=False)
    for group, column, _ in hidden_people(rows, table):
        assert len(reader.values(group, column)) >= 4, (shown(table), group, column)


@settings(max_examples=60, deadline=None)
@given(rows=small_tables)
def test_whoever_also_believes_the_marks_learns_no_more_than_the_marks_say(rows):
    table = suppress(rows, smallest=3)
    reader = Reader(table, top=11, believes_marks=True)
    for group, column, _ in hidden_people(rows, table):
        assert len(reader.values(group, column)) >= 2, (shown(table), group, column)


@settings(max_examples=300, deadline=None)
@given(rows=small_tables, smallest=st.integers(3, 10))
def test_every_small_figure_is_hidden_and_every_shown_one_is_true(rows, smallest):
    table = suppress(rows, smallest=smallest)
    for group, row in rows.items():
        for column, number in row.items():
            cell = table.cells[group, column]
            assert cell.is_hidden if 0 < number < smallest else cell.value in {None, number}
        assert table.totals[group].is_hidden if 0 < sum(row.values()) < smallest else True
        assert table.totals[group].value in {None, sum(row.values())}


@settings(max_examples=60, deadline=None)
@given(rows=small_tables, extra=st.data())
def test_the_number_of_people_in_each_unit_may_be_known(rows, extra):
    sizes = {group: max(row.values()) + extra.draw(st.integers(0, 4)) for group, row in rows.items()}
    table = suppress(rows, smallest=3, sizes=sizes)
    reader = Reader(table, top=11, believes_marks=False, sizes=sizes)
    for group, column, _ in hidden_people(rows, table):
        most = sizes[group] * (len(table.columns) if column is None else 1) if group else 11
        if not table.whole.is_hidden:
            assert len(reader.values(group, column)) >= min(4, most + 1), (shown(table), sizes, group, column)
