"""A database file of other migrations is recognised and kept."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder

from lms.core import schema

pytestmark = pytest.mark.django_db


def test_a_file_that_this_code_made_fits(tmp_path: Path) -> None:
    database = tmp_path / "clearway.sqlite3"
    schema.remember(database)
    # The benchmark's one table is in no site's database.
    files = [each for each in settings.BASE_DIR.glob("*/migrations/0*.py") if each.parts[-3] != "bench"]
    assert len(schema.remembered(database)) == len(files)
    assert schema.fits(database)


def test_a_file_made_before_a_migration_was_added_fits(tmp_path: Path) -> None:
    database = tmp_path / "clearway.sqlite3"
    schema.remember(database)
    older = dict(list(schema.remembered(database).items())[1:])
    schema.beside(database).write_text(json.dumps(older))
    assert schema.fits(database)


def test_a_migration_that_has_been_remade_since_does_not_fit(tmp_path: Path) -> None:
    database = tmp_path / "clearway.sqlite3"
    schema.remember(database)
    name, *_ = marks = schema.remembered(database)
    schema.beside(database).write_text(json.dumps({**marks, name: "another"}))
    assert not schema.fits(database)


def test_an_applied_migration_that_has_gone_does_not_fit(tmp_path: Path) -> None:
    MigrationRecorder.Migration.objects.create(app="lms", name="0099_gone")
    assert not schema.fits(tmp_path / "clearway.sqlite3")


def test_comments_and_layout_of_a_migration_do_not_count() -> None:
    assert schema.mark("# made on Monday\nx = [1,2]") == schema.mark("x = [1, 2]")


def test_moving_aside_keeps_every_row_under_another_name(tmp_path: Path) -> None:
    database = tmp_path / "clearway.sqlite3"
    with sqlite3.connect(database) as old:
        old.execute("CREATE TABLE officer AS SELECT 'Amina' AS name")
    schema.beside(database).write_text("{}")
    kept = schema.move_aside(database, at=datetime(2026, 11, 23, 20, 0, 0, tzinfo=UTC))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "clearway-20261123-200000.sqlite3",
        "clearway-20261123-200000.sqlite3.migrations",
    ]
    assert sqlite3.connect(kept).execute("SELECT name FROM officer").fetchall() == [("Amina",)]
