"""A name that somebody gave stands apart from the translated sentence around it: in Arabic, an English name else drags the
signs and figures beside it to the wrong side, and breaks where it should not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

TEMPLATES = Path(settings.BASE_DIR, "templates")
SENTENCE = re.compile(
    r"(?P<before>.{0,40})\{% blocktranslate(?P<given>(?:[^%]|%(?!\}))*)%\}(?P<said>.*?)\{% endblocktranslate %\}",
    re.DOTALL,
)
#: What people name, as our sentences call it. Competencies are said in the reader's language, after a code that would turn
#: them round: "V1" at the end of its name.
NAMES = {"cohort", "course", "lesson", "names", "office", "officer", "person", "quiz",
         "readers", "reviewer", "session", "title", "trainer", "who"}  # fmt: skip
#: Titles of pages and labels are text without elements.
PLAIN = re.compile(r"(block title(tag)? %\}|<title>|=\")$")


def bare(template: str) -> Iterator[str]:
    """The names in translated sentences of a template that are not kept apart."""
    for sentence in SENTENCE.finditer(template):
        if not PLAIN.search(sentence["before"]):
            named = NAMES & set(re.findall(r"\{\{ (\w+) \}\}", sentence["said"]))
            yield from sorted(name for name in named if not re.search(rf"\b{name}=\S+\|isolated", sentence["given"]))


@pytest.mark.once
def test_every_name_in_a_translated_sentence_is_kept_apart() -> None:
    found = {str(path.relative_to(TEMPLATES)): list(bare(path.read_text())) for path in TEMPLATES.rglob("*.html")}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.once
@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("{% blocktranslate with person=it.person %}Seen by {{ person }}{% endblocktranslate %}", ["person"]),
        ("{% blocktranslate %}{{ cohort }} of {{ session }}{% endblocktranslate %}", ["cohort", "session"]),
        ('{% blocktranslate with who=it.by|default:"–"|isolated %}By {{ who }}{% endblocktranslate %}', []),
        ("{% block title %}{% blocktranslate %}Checklist for {{ person }}{% endblocktranslate %}", []),
        ("{% blocktranslate count n=n %}{{ n }} seat{% plural %}{{ n }} seats{% endblocktranslate %}", []),
    ],
)
def test_what_counts_as_bare(template: str, names: list[str]) -> None:
    assert list(bare(template)) == names


@pytest.mark.once
@pytest.mark.parametrize(
    ("names", "written"),
    [
        ("Amina", "<bdi>Amina</bdi>"),
        ("<b>", "<bdi>&lt;b&gt;</bdi>"),
        (["Jonas", "Lucia"], "<bdi>Jonas</bdi>, <bdi>Lucia</bdi>"),
        ([], ""),
        ("", ""),
        (None, ""),
    ],
)
def test_names_are_escaped_and_each_is_kept_apart(names: object, written: str) -> None:
    page = Template(
        "{% load components i18n %}{% blocktranslate with names=names|isolated %}By {{ names }}{% endblocktranslate %}"
    )
    assert page.render(Context({"names": names})) == f"By {written}"
