"""The files of npm packages that pages may ask for, and that nothing else of node_modules is served."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from lms.core.assets import PACKAGE_FILES, NamedPackageFilesFinder

NAMES = sorted(f"{named.prefix}/{file}" for named in PACKAGE_FILES for file in named.files)


@pytest.mark.parametrize("name", NAMES)
def test_every_named_file_is_found_where_npm_put_it(name: str) -> None:
    found = NamedPackageFilesFinder().find(name)
    assert Path(found).relative_to(settings.BASE_DIR).parts[0] == "node_modules"
    assert Path(found).stat().st_size > 1000


@pytest.mark.parametrize(
    "name",
    [
        "fonts/ibm-plex-sans-greek-400-normal.woff2",
        "fonts/../package.json",
        "h5p/core/main.bundle.js",
        "h5p-standalone/dist/frame.bundle.js",
    ],
)
def test_files_that_are_not_named_are_not_served(name: str) -> None:
    assert finders.find(name) is None


def test_collecting_takes_exactly_the_named_files() -> None:
    listed = sorted(f"{storage.prefix}/{path}" for path, storage in NamedPackageFilesFinder().list([]))
    assert listed == NAMES


def test_missing_packages_are_said_in_one_line(tmp_path: Path, settings: object) -> None:
    settings.BASE_DIR = tmp_path
    [warning] = NamedPackageFilesFinder().check()
    assert warning.msg == f"{len(NAMES)} files of npm packages are missing, {NAMES[0]} first."
    assert warning.hint == "Run bin/setup."


def test_every_reference_of_the_h5p_style_sheet_is_collected(tmp_path: Path, settings: object) -> None:
    """The manifest storage refuses a style sheet that refers to a file which is not there."""
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["lms.core.assets.NamedPackageFilesFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    finders.get_finder.cache_clear()
    call_command("collectstatic", interactive=False, verbosity=0)
    collected = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert [name for name in NAMES if name not in collected] == []
