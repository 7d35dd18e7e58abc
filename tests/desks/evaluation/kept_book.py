"""The book of the cast as the pages that write in it find it: a programme that has begun, a story, a group."""

from typing import Any

import pytest

from lms.core import clock
from tests.cast import LONG_AGO, SCENES, Cast
from tests.kept import Scenes
from tests.tracking.impact.keeping import Book, open_the_book
from tracking.impact import actions
from tracking.impact.models import LearnerGroup, Story


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "book": lambda made: open_the_book(made["cast"])}


@pytest.fixture
def book(kept: dict[str, Any], cast: Cast) -> Book:
    """Sanderra's programme, which has begun by now, with promises of three parties."""
    return kept.get("book") or open_the_book(cast)


@pytest.fixture
def story(book: Book) -> Story:
    return actions.tell_story(
        programme=book.programme, domain="Risk", who="Mira Castellan", role="Officer", what="We open less.", why="Time.",
        consent="named", by=book.cast.ren, at=LONG_AGO.replace(month=5),
    )  # fmt: skip


@pytest.fixture
def group(book: Book) -> LearnerGroup:
    return actions.record_scores(
        programme=book.programme, code="K1", title="First", period="June", scores=[(50, 60)], by=None, at=LONG_AGO
    )


def new_programme(book: Book, **other: Any) -> dict[str, Any]:
    today = clock.today()
    given = {
        "code": "aiming", "title": "Aiming", "title_ar": "التصويب", "question": "Why?", "question_ar": "لماذا؟",
        "begins_on": f"{today.year + 1}-01-01", "ramp_months": "1", "primary": book.indicators["S1"].pk,
        "others": [book.indicators["S2"].pk], "shared": [book.indicators["S1"].pk],
        "units": [book.cast.units["PVS"].pk], "compared": [book.cast.units["AVI"].pk],
    }  # fmt: skip
    return given | other
