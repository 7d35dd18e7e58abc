"""A blended course in its cohort."""

from typing import Any

import pytest

from tests.cast import SCENES, Cast
from tests.kept import Scenes
from tests.tracking.attendance.making import Blend, blend


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "blended": lambda made: blend(made["cast"])}


@pytest.fixture
def blended(kept: dict[str, Any], cast: Cast) -> Blend:
    return kept.get("blended") or blend(cast)
