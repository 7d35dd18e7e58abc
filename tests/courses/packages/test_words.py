"""What the player says by itself is said by us: in the reader's language, and with no word missing."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import translation

from courses.packages import words
from courses.packages.h5p.reasons import Reason

#: Names that the player puts together itself: of a button, and of what is said about a picture.
PUT_TOGETHER = {
    "copyrights", "copyrightsDescription", "contentType", "title", "license", "author", "year", "source",
    "licenseExtras", "changes",
}  # fmt: skip


def asked_for() -> set[str]:
    found = finders.find("h5p/core/frame.bundle.js")
    assert found is not None
    script = Path(found).read_text(encoding="utf-8")
    return PUT_TOGETHER | set(re.findall(r"\bt\(\s*[\"']([A-Za-z0-9]+)[\"']", script))


def test_no_word_that_the_player_asks_for_is_missing() -> None:
    assert asked_for() - set(words.player()) == set()


@pytest.mark.parametrize("name", sorted(PUT_TOGETHER | {"licenseCCBY", "licenseCC40", "licenseC"}))
def test_what_it_says_of_a_picture_is_said_in_every_language(name: str) -> None:
    said = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said.add(words.player()[name])
    assert len(said) == len(settings.LANGUAGES)


def test_the_same_reason_for_several_libraries_is_said_once() -> None:
    reasons = [
        Reason("library-not-installed", "", "H5P.Question 1.5"),
        Reason("not-in-whitelist", "content/a.svg"),
        Reason("library-not-installed", "", "H5P.Image 1.1"),
        Reason("not-in-whitelist", "content/b.svg"),
        Reason("library-held", "", "H5P.Timeline 1.1"),
    ]
    assert words.whys(reasons) == [
        (
            "These libraries are in the package and not installed, and you may not install them: ask your coordinator. "
            "H5P.Image 1.1, H5P.Question 1.5 [library-not-installed]"
        ),
        "content/a.svg: Files of this kind are not allowed here. [not-in-whitelist]",
        "content/b.svg: Files of this kind are not allowed here. [not-in-whitelist]",
        "Nothing new may be made with the library H5P.Timeline 1.1: it is held back. [library-held]",
    ]
