"""Stories are told by who keeps the book, shown as far as the teller consents, and gone when consent is taken back."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from lms.core.models import AuditEntry
from tests.tracking.impact.keeping import WRITTEN, Book
from tracking.impact import actions, queries
from tracking.impact.models import Story
from tracking.impact.stories import NoName, WithdrawnAlready

OTHERS = ["amina", "tomas", "davit", "wren", "edda", "stranger"]


def told(book: Book, by: str | None = "ren", **words: Any) -> Story:
    given = {"domain": "Risk", "who": "Mira Castellan", "role": "Officer", "what": "We open less.", "why": "Time.",
             "verification": "Training unit", "consent": "named", "indicator": book.indicators["S1"]}  # fmt: skip
    teller = book.cast.people[by] if by else None
    return actions.tell_story(programme=book.programme, by=teller, at=WRITTEN, **given | words)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_tells_changes_or_withdraws_a_story(book: Book, who: str) -> None:
    story, by = told(book), book.cast.people[who]
    with pytest.raises(PermissionDenied):
        told(book, by=who)
    with pytest.raises(PermissionDenied):
        actions.change_consent(story=story, consent="internal", who="", by=by, at=WRITTEN)
    with pytest.raises(PermissionDenied):
        actions.withdraw_story(story=story, by=by, at=WRITTEN)
    assert [(each.consent, each.withdrawn_at) for each in Story.objects.all()] == [("named", None)]


def test_an_indicator_of_another_administration_is_refused(book: Book) -> None:
    with pytest.raises(PermissionDenied):
        told(book, indicator=book.indicators["F1"])


def test_by_name_needs_a_name(book: Book) -> None:
    with pytest.raises(NoName):
        told(book, who="")
    story = told(book, None, who="", consent="anonymous")
    with pytest.raises(NoName):
        actions.change_consent(story=story, consent="named", who="", by=book.cast.ren, at=WRITTEN)
    named = actions.change_consent(story=story, consent="named", who="Mira Castellan", by=book.cast.ren, at=WRITTEN)
    assert (story.teller, named.teller) == ("Officer", "Mira Castellan")
    assert AuditEntry.objects.get(verb="consent changed").details == {"changed": {"consent": ["anonymous", "named"]}}


def test_a_story_for_inside_only_is_shown_inside_only(book: Book) -> None:
    story = told(book)
    readers = {"ren": True, "tomas": True, "wren": True, "edda": True, "davit": False}
    for consent, outside in (("named", True), ("internal", False)):
        actions.change_consent(story=story, consent=consent, who="Mira Castellan", by=book.cast.nadia, at=WRITTEN)
        seen = {who: queries.stories_visible_to(book.cast.people[who]).exists() for who in readers}
        assert seen == readers | ({} if outside else {"wren": False, "edda": False})


def test_when_consent_is_taken_back_nobody_is_shown_it_and_the_words_are_gone(book: Book) -> None:
    story = told(book)
    withdrawn = actions.withdraw_story(story=story, by=book.cast.nadia, at=WRITTEN)
    kept = Story.objects.values("domain", "who", "role", "what", "why", "verification", "indicator").get()
    assert (set(kept.values()), withdrawn.withdrawn_at) == ({"", None}, WRITTEN)
    readers = [book.cast.people[who] for who in ("ren", "nadia", "tomas", "wren", "edda")]
    assert [queries.stories_visible_to(reader).exists() for reader in readers] == [False] * 5
    for late in (actions.withdraw_story, actions.change_consent):
        given = {} if late is actions.withdraw_story else {"consent": "named", "who": "Mira"}
        with pytest.raises(WithdrawnAlready):
            late(story=story, by=book.cast.ren, at=WRITTEN, **given)
    assert AuditEntry.objects.filter(verb="story withdrawn", about_id=str(story.pk)).count() == 1
