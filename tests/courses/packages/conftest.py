"""What tests of packages store lies in a folder of each test's own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_storage(own_storage: Path) -> None:
    """For every test of the room."""
