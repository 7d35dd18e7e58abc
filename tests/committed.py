"""What tests that commit begin with is made once for a module: each of them finds the rows and the files as they were then.

Tests that do not commit have `kept` for this, which costs less. `committed(build)` answers what `build` makes: the first
time it is made, and the database and the test's folder are kept; from then on both are brought back, and the answer is a
copy. `build` gets nothing, and asks nobody but the database.
"""

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.database import PostgresCopies, SqliteCopies

Committed = Callable[[Callable[[], Any]], Any]


@dataclass(frozen=True)
class Kept:
    """What was made, and the stage and the folder that belong to it."""

    made: Any
    stage: str
    folder: Path


@pytest.fixture(scope="module")
def kept_by_module(
    django_db_setup: SqliteCopies | PostgresCopies, django_db_blocker: Any
) -> Iterator[dict[Callable[[], Any], Kept]]:
    kept: dict[Callable[[], Any], Kept] = {}
    yield kept
    for each in kept.values():
        shutil.rmtree(each.folder)
    with django_db_blocker.unblock():
        django_db_setup.forget()


@pytest.fixture
def committed(
    django_db_setup: SqliteCopies | PostgresCopies,
    transactional_db: None,
    kept_by_module: dict[Callable[[], Any], Kept],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Committed:
    def make(build: Callable[[], Any]) -> Any:
        kept = kept_by_module.get(build)
        if kept is None:
            made = build()
            folder = tmp_path_factory.mktemp("kept")
            shutil.copytree(tmp_path, folder, dirs_exist_ok=True)
            kept_by_module[build] = Kept(deepcopy(made), django_db_setup.keep(), folder)
            return made
        django_db_setup.renew(kept.stage)
        shutil.copytree(kept.folder, tmp_path, dirs_exist_ok=True)
        return deepcopy(kept.made)

    return make


@pytest.fixture
def own_storage(settings: Any, tmp_path: Path) -> Path:
    """What a test uploads lies in a folder of its own."""
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    return tmp_path
