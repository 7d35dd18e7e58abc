"""Amina before her plan is made."""

import pytest

from tests.cast import Cast
from tests.tracking.plans.making import Planning, set_up


@pytest.fixture
def planning(cast: Cast) -> Planning:
    return set_up(cast)
