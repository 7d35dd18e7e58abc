"""The suite in two parts: what no database matters to, and the rest, which `bin/test` runs on each.

What is long comes first, so that nobody waits for it at the end. And Python looks for rubbish as rarely as on a served site.
"""

import gc

import pytest

from tests.kept import works_on_a_database


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--part",
        choices=["once", "database"],
        help="once: tests that ask for no database, or are marked so; database: the others, to be run on each",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep one part of the tests: what no database matters to need not be tried on each."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    part = config.getoption("--part")
    if part is None:
        return
    kept = [item for item in items if (part == "once") == runs_once(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def runs_once(item: pytest.Item) -> bool:
    return not works_on_a_database(item) or item.get_closest_marker("once") is not None


def pytest_configure() -> None:
    gc.disable()  # nothing that is imported or collected is rubbish


def pytest_collection_finish() -> None:
    """What stands by now stays: as on a served site, it is not looked through for rubbish again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
