"""A blended course in its cohort."""

import pytest

from tests.cast import Cast
from tests.tracking.attendance.making import Blend, blend


@pytest.fixture
def blended(cast: Cast) -> Blend:
    return blend(cast)
