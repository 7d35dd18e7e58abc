"""Every word on the pages is translated: found by a pseudo-language, and by what Arabic pages still say in Latin letters."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import CharField, Model, TextField
from django.test import Client
from wagtail.models import Page

from certificates.codes import grouped
from certificates.models import Certificate
from courses.scheduling.models import Blueprint, BlueprintSession, Cohort, Room, Session, Venue
from lms.people.models import Administration, OrgUnit
from tests import pseudo
from tests.browser.pages import PAGES
from tests.browser.pages import Page as Looked
from tests.browser.staging import Stage, set_the_stage
from tests.cast import Cast, Offer
from tests.tracking.attendance.making import BEHAVIOURS
from tracking.impact.models import Commitment, Indicator, LearnerGroup, Programme, Reading, Story
from tracking.impact.models import Offer as Promise
from tracking.needs.models import Instrument

#: What people have written to be read: names, questions, stories, promises.
TOLD = (Administration, OrgUnit, Cohort, Session, Venue, Room, Blueprint, BlueprintSession, Instrument,
        Programme, Indicator, Reading, LearnerGroup, Story, Commitment, Promise)  # fmt: skip

TRANSLATED = re.compile(r"{% blocktranslate.*?endblocktranslate %}", re.DOTALL)
BARE_COMMA = re.compile(r"(?:}}|%}|</\w+>)[,;] ?(?:{{|{%|<)|join:\"[,;] ?\"")

#: Pages in our own words; what a lesson says is in the language of its edition.
OURS = [page for page in PAGES if not page.has_lesson]


@pytest.fixture
def stage(cast: Cast, offer: Offer) -> Stage:
    return set_the_stage(cast, offer)


def names(cast: Cast, offer: Offer) -> list[str]:
    """Names and titles are data; nobody translates them."""
    people = cast.people.values()
    return [
        "Clearway",
        "CSV",
        "XLSX",
        "UTC",
        "7KQM-2XWR-D94H",
        "meet.sanderra.example",
        *(grouped(certificate.code) for certificate in Certificate.objects.all()),
        *texts_in(*TOLD),
        *(word for person in people for word in (str(person), person.first_name, person.email)),
        *(str(each) for group in (cast.units, cast.posts, cast.competencies) for each in group.values()),
        *(text for each in cast.competencies.values() for text in (each.code, each.title, each.statement)),
        *(text for each in cast.framework.levels.all() for text in (each.name, each.anchor)),
        *(str(each) for each in (cast.sanderra, cast.tirvan, cast.wco, cast.framework)),
        *(text for page in Page.objects.all().specific() for text in (page.title, getattr(page, "summary", ""))),
        *BEHAVIOURS,
        *(title for module in offer.release.editions.get().data["modules"] for title in titles(module)),
    ]


def texts_in(*models: type[Model]) -> Iterator[str]:
    """Each line that people wrote into these tables."""
    for model in models:
        written = [
            field.name for field in model._meta.fields if isinstance(field, CharField | TextField) and not field.choices
        ]
        for row in model._default_manager.values_list(*written):
            yield from (line for text in row if text for line in str(text).splitlines())


def titles(module: dict[str, Any]) -> list[str]:
    return [module["title"], *(lesson["title"] for lesson in module["lessons"])]


def seen(stage: Stage, page: Looked, language: str) -> str:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if person := stage.person(page):
        client.force_login(person)
    return client.get(stage.path(page), follow=True).content.decode()


def test_no_page_says_a_word_that_was_never_marked_for_translation(stage: Stage, offer: Offer) -> None:
    data = names(stage.cast, offer)
    with pseudo.spoken() as language:
        said = {(page.who, str(page)): pseudo.bare_texts(seen(stage, page, language), data=data) for page in OURS}
    assert {page: texts for page, texts in said.items() if texts} == {}


def test_no_arabic_page_is_left_partly_in_english(stage: Stage, offer: Offer) -> None:
    data = names(stage.cast, offer)
    said = {(page.who, str(page)): pseudo.latin_texts(seen(stage, page, "ar"), data=data) for page in OURS}
    assert {page: texts for page, texts in said.items() if texts} == {}


def test_between_two_things_stands_the_comma_of_the_reader() -> None:
    """Arabic has signs of its own: `{% comma %}`, `{% semicolon %}`, `listed`, or a sentence that is translated whole."""
    templates = Path(settings.BASE_DIR, "templates")
    joined = [
        (str(path.relative_to(templates)), found)
        for path in sorted(templates.rglob("*.html"))
        for found in BARE_COMMA.findall(TRANSLATED.sub("{{ words }}", path.read_text()))
    ]
    # In an address of pictures the comma is a rule of the browser's.
    assert joined == [("courses/lessons/blocks/figure.html", "%}, {%")]


def test_the_pseudo_language_is_gone_when_nobody_asks_for_it() -> None:
    with pseudo.spoken():
        pass
    assert [code for code, _name in settings.LANGUAGES] == ["en", "ar"]


def test_a_bare_word_is_found_beside_translated_ones_and_names_are_left_alone() -> None:
    page = '<p>⟦Signed in as⟧ <b translate="no">Amina</b> today, ⟦since⟧ 9:00</p><img alt="A buoy" src="x">'
    assert pseudo.bare_texts(page) == ["today, ⟦since⟧ 9:00", "A buoy"]


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
@pytest.mark.parametrize("catalogue", sorted(Path(settings.BASE_DIR, "locale").rglob("*.po")), ids=str)
def test_every_catalogue_is_sound_and_has_no_gap(catalogue: Path) -> None:
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--statistics", "-o", "/dev/null", str(catalogue)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("fuzzy" in checked.stderr, "untranslated" in checked.stderr) == (False, False)
