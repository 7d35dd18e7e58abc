"""Amina before her plan is made."""

from typing import Any

import pytest

from tests.cast import SCENES, Cast
from tests.kept import Scenes
from tests.tracking.plans.making import Planning, set_up


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "planning": lambda made: set_up(made["cast"])}


@pytest.fixture
def planning(kept: dict[str, Any], cast: Cast) -> Planning:
    return kept.get("planning") or set_up(cast)
