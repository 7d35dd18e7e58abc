"""A blended course whose first remote session began five minutes ago."""

from datetime import timedelta

import pytest

from lms.core import clock
from tests.cast import Cast
from tests.tracking.attendance.making import Blend, blend


@pytest.fixture
def blended(cast: Cast) -> Blend:
    return blend(cast, first=clock.now() - timedelta(minutes=5))
