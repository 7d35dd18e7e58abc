"""The import contracts hold, and are no decoration: each one, broken on purpose in a copy, is caught."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

FOLDERS = ("lms", "courses", "tracking", "certificates", "desks")
LINT = Path(sys.executable).with_name("lint-imports")


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    wide = os.environ | {"COLUMNS": "240"}  # it would break the names of contracts at 80
    return subprocess.run(
        [LINT, "--no-cache", "--no-logo"], cwd=tree, env=wide, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The five folders and the contracts, to be broken."""
    for folder in FOLDERS:
        shutil.copytree(
            settings.BASE_DIR / folder, tmp_path / folder, ignore=shutil.ignore_patterns("static", "__pycache__")
        )
    shutil.copy(settings.BASE_DIR / "pyproject.toml", tmp_path)
    return tmp_path


def add(tree: Path, file: str, line: str) -> None:
    path = tree / file
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    with path.open("a") as source:
        source.write(f"\n\ndef on_purpose() -> None:\n    {line}\n")


def test_the_contracts_hold_as_the_code_stands() -> None:
    outcome = lint(settings.BASE_DIR)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("lms/models.py", "import courses.apps", "Imports run down"),
        ("courses/models.py", "from tracking import apps", "Imports run down"),
        ("tracking/models.py", "import certificates.apps", "Imports run down"),
        ("certificates/models.py", "from desks.apps import DesksConfig", "Imports run down"),
        ("lms/core/clock.py", "import lms.people.models", "lms: notices"),
        ("courses/quizzes/models.py", "import courses.catalogue.models", "courses: scheduling"),
        ("courses/quizzes/queries.py", "import courses.packages", "courses: scheduling"),
        ("tracking/evidence/models.py", "import tracking.progress.models", "tracking: impact"),
        ("tracking/progress/rules.py", "import django.utils.timezone", "rules.py"),
        ("tracking/evidence/rules.py", "import lms.core.models", "rules.py"),
        ("courses/packages/h5p/package.py", "import django.conf", "courses.packages.h5p"),
        ("courses/packages/h5p/sanitize.py", "import lms.core.models", "courses.packages.h5p"),
        ("tracking/lrs/models.py", "import lms.people.models", "tracking.lrs"),
        ("tracking/lrs/actions.py", "import courses.catalogue", "tracking.lrs"),
    ],
)
def test_a_deliberate_violation_is_caught(copy: Path, file: str, line: str, contract: str) -> None:
    add(copy, file, line)
    outcome = lint(copy)
    broken = [name for name in outcome.stdout.splitlines() if name.endswith("BROKEN")]
    assert outcome.returncode == 1
    assert [name for name in broken if name.startswith(contract)] != [], outcome.stdout


#: What the linter cannot see, and who may do it all the same: the outbox, whose table of reactions is made of names.
ROUNDABOUT = re.compile(
    r"apps\.get_model|\bimportlib\b|\bimport_string\b|\bimport_module\b|@receiver|\b(?:pre|post)_(?:save|delete|init)\b"
)
ALLOWED = {Path("lms/core/events.py")}


def sources() -> list[Path]:
    found = (
        path.relative_to(settings.BASE_DIR) for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*.py")
    )
    return sorted(path for path in found if "migrations" not in path.parts)


def test_no_room_takes_a_way_around_the_contracts() -> None:
    roundabout = [
        f"{path}:{number}: {line.strip()}"
        for path in sources()
        if path not in ALLOWED
        for number, line in enumerate((settings.BASE_DIR / path).read_text().splitlines(), start=1)
        if ROUNDABOUT.search(line)
    ]
    assert roundabout == []


def reverse_names() -> dict[str, str]:
    """Reverse names that a room gives to models of another folder: the name, and the folder of the room that gives it."""
    given = {}
    for model in apps.get_models():
        here = model.__module__.split(".")[0]
        for field in model._meta.get_fields():
            there = field.related_model.__module__.split(".")[0] if field.related_model else here
            if here in FOLDERS and there in FOLDERS and there != here and not field.auto_created:
                name = field.remote_field.get_accessor_name()
                if name and not name.endswith("+"):
                    given[name] = here
    return given


def test_no_lower_folder_reads_a_higher_one_by_a_reverse_name() -> None:
    """`person.gaps` within lms would be an import of tracking in disguise."""
    up = []
    for name, folder in reverse_names().items():
        used = re.compile(rf"\b(?:person|user|release|cohort|session|self)\.{name}\b|\b{name}__")
        lower = FOLDERS[: FOLDERS.index(folder)]
        up += [
            f"{path} reads {name} of {folder}"
            for path in sources()
            if path.parts[0] in lower and used.search((settings.BASE_DIR / path).read_text())
        ]
    assert up == []
