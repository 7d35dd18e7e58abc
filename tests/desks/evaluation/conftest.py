"""The demo's programme on the stage of the cast."""

from typing import Any

import pytest

from desks.demo.impact import load_impact
from lms.core import clock
from lms.people import actions as people
from tests.cast import LONG_AGO, SCENES, Cast
from tests.kept import Scenes
from tracking.impact.models import Programme


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "targeting": lambda made: measured(made["cast"])}


@pytest.fixture
def targeting(kept: dict[str, Any], cast: Cast) -> Programme:
    return kept.get("targeting") or measured(cast)


def measured(cast: Cast) -> Programme:
    """Targeting 2024 with its figures, tests, stories and promises; four more administrations with theirs."""
    for code in ("LBN", "LBS"):
        cast.units[code] = people.open_unit(
            administration=cast.sanderra, code=code, name=code.title(), by=cast.admin, at=LONG_AGO
        )
    return load_impact(sanderra=cast.sanderra, by=cast.admin, at=clock.now())
