"""Dates are written one way in each language: templates name a format, and both languages know it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from lms.core.formats.ar import formats as arabic
from lms.core.formats.en import formats as english

MOMENT = datetime(2026, 11, 4, 14, 5, tzinfo=UTC)
#: What has no words, and so no language: an instant, a clock, a zone, a day that sorts.
WORDLESS = {"c", "H:i", "T", "Y-m-d", "Y-m-d H:i", "Y-m-d H:i:s"}


def names(module: object) -> set[str]:
    return {name for name in vars(module) if name.endswith("_FORMAT")}


def test_both_languages_name_the_same_formats() -> None:
    assert names(english) == names(arabic)


def test_templates_name_a_format_and_spell_none_out() -> None:
    folder = Path(settings.BASE_DIR) / "templates"
    asked = {
        (path.name, spelt)
        for path in [*folder.rglob("*.html"), *folder.rglob("*.txt")]
        for spelt in re.findall(r'\|(?:date|time):"([^"]*)"', path.read_text())
    }
    assert {each for each in asked if each[1] not in names(english) | WORDLESS} == set()


@pytest.mark.parametrize(
    ("language", "name", "written"),
    [
        ("en", "DATE_FORMAT", "4 Nov 2026"),
        ("en", "DATETIME_FORMAT", "4 Nov 2026, 14:05"),
        ("en", "SESSION_FORMAT", "Wed, 4 Nov 2026, 14:05"),
        ("en", "SESSION_DAY_FORMAT", "Wed, 4 Nov 2026,"),
        ("en", "SESSION_SHORT_FORMAT", "Wed, 4 Nov, 14:05"),
        ("ar", "DATE_FORMAT", "4 نوفمبر 2026"),
        ("ar", "DATETIME_FORMAT", "4 نوفمبر 2026، 14:05"),
        ("ar", "SESSION_FORMAT", "الأربعاء، 4 نوفمبر 2026، 14:05"),
        ("ar", "SESSION_DAY_FORMAT", "الأربعاء، 4 نوفمبر 2026،"),
    ],
)
def test_a_moment_is_written_the_same_way_everywhere(language: str, name: str, written: str) -> None:
    with translation.override(language):
        assert Template('{{ moment|date:"' + name + '" }}').render(Context({"moment": MOMENT})) == written
