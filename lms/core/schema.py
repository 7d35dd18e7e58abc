"""Does a SQLite file fit the migrations of this code, or was it made by other ones?

A migration that is only new is applied. One that was applied and has since gone, or reads differently, means that the file
was made by another line of Clearway (a branch, a snapshot from before the first release): such a file is kept under another
name, and a new one begun. What was applied is remembered beside the file, because Django remembers names only.
"""

import ast
import inspect
import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

Marks = dict[str, str]


def beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.migrations")


def marks_of_code(loader: MigrationLoader) -> Marks:
    """A mark for every migration of our own apps; comments and layout do not count."""
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent == Path(settings.BASE_DIR)}
    return {
        f"{label}.{name}": mark(inspect.getsource(inspect.getmodule(type(migration)) or type(migration)))
        for (label, name), migration in loader.disk_migrations.items()
        if label in ours
    }


def mark(source: str) -> str:
    return sha256(ast.dump(ast.parse(source)).encode()).hexdigest()[:16]


def fits(database: Path) -> bool:
    """Whether everything that was applied to the file is in the code as it was then."""
    loader = MigrationLoader(connection)
    installed = {app.label for app in apps.get_app_configs()}
    applied = {key for key in loader.applied_migrations if key[0] in installed}
    if applied - set(loader.disk_migrations) - set(loader.replacements):
        return False
    code = marks_of_code(loader)
    return all(code.get(name) == known for name, known in remembered(database).items())


def remembered(database: Path) -> Marks:
    path = beside(database)
    return json.loads(path.read_text()) if path.is_file() else {}


def remember(database: Path) -> None:
    """Write down, after migrating, what the file was made by."""
    beside(database).write_text(json.dumps(marks_of_code(MigrationLoader(connection)), indent=1))


def move_aside(database: Path, *, at: datetime) -> Path:
    """Rename the file and what belongs to it; the new name."""
    kept = database.with_name(f"{database.stem}-{at:%Y%m%d-%H%M%S}{database.suffix}")
    connection.close()
    for ending in ("", "-wal", "-shm", ".migrations"):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))
    return kept
