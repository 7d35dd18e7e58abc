"""The book of impact as every test of this folder finds it."""

from typing import Any

import pytest

from tests.cast import SCENES, Cast
from tests.kept import Scenes
from tests.tracking.impact.keeping import Book, open_the_book


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "book": lambda made: open_the_book(made["cast"])}


@pytest.fixture
def book(kept: dict[str, Any], cast: Cast) -> Book:
    """A programme that has not begun, with three promises."""
    return kept.get("book") or open_the_book(cast)
