"""A blended course whose first remote session began five minutes ago."""

from datetime import timedelta
from typing import Any

import pytest

from lms.core import clock
from tests.cast import SCENES, Cast
from tests.kept import Scenes
from tests.tracking.attendance.making import Blend, blend


def begun(cast: Cast) -> Blend:
    return blend(cast, first=clock.now() - timedelta(minutes=5))


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "blended": lambda made: begun(made["cast"])}


@pytest.fixture
def blended(kept: dict[str, Any], cast: Cast) -> Blend:
    return kept.get("blended") or begun(cast)
