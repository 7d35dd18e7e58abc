"""Telling what somebody saw change, as far as they consent, for as long as they do."""

from datetime import datetime
from typing import Any

from django.db import transaction

from lms.core import audit
from lms.people.models import User
from tracking.impact import keepers
from tracking.impact.models import Programme, Story


class NoName(Exception):
    """A story is to be told by name, and no name was given."""


class WithdrawnAlready(Exception):
    """Consent was taken back; the words are gone."""


@transaction.atomic
def tell_story(*, programme: Programme, by: User | None, at: datetime, **words: Any) -> Story:
    """Write down a story. Raises PermissionDenied unless `by` keeps the administration's book (None: the system), NoName."""
    keepers.refuse_strangers(programme.administration, by=by, at=at)
    keepers.refuse_foreign(programme.administration, [words.get("indicator")])
    story = Story(programme=programme, told_at=at, **words)
    refuse_nameless(story)
    story.save()
    audit.record(
        by=by, at=at, verb="story told", about=story, administration=programme.administration, consent=story.consent
    )
    return story


@transaction.atomic
def change_consent(*, story: Story, consent: str, who: str, by: User | None, at: datetime) -> Story:
    """Show a story to more people or to fewer, as its teller says. Raises PermissionDenied, WithdrawnAlready, NoName."""
    locked = held(story, by=by, at=at)
    before, locked.consent, locked.who = locked.consent, consent, who
    refuse_nameless(locked)
    locked.save(update_fields=["consent", "who"])
    audit.record(
        by=by, at=at, verb="consent changed", about=locked, administration=locked.programme.administration,
        changed=keepers.changed({"consent": before}, {"consent": consent}),
    )  # fmt: skip
    return locked


@transaction.atomic
def withdraw_story(*, story: Story, by: User | None, at: datetime) -> Story:
    """The teller has taken consent back, which needs no reason: nobody is shown the story again.

    Name and words are erased, because without consent there is nothing to keep them for; that there was a story, told and
    withdrawn when, stays. Raises PermissionDenied, WithdrawnAlready.
    """
    locked = held(story, by=by, at=at)
    for name in ERASED:
        setattr(locked, name, "")
    locked.indicator, locked.withdrawn_at = None, at
    locked.save(update_fields=[*ERASED, "indicator", "withdrawn_at"])
    audit.record(by=by, at=at, verb="story withdrawn", about=locked, administration=locked.programme.administration)
    return locked


#: All that a teller has said, or that says who it was.
ERASED = ("domain", "who", "role", "what", "why", "verification")


def held(story: Story, *, by: User | None, at: datetime) -> Story:
    """The story as it stands, for nobody else to change meanwhile."""
    locked = Story.objects.select_for_update(of=("self",)).select_related("programme__administration").get(pk=story.pk)
    keepers.refuse_strangers(locked.programme.administration, by=by, at=at)
    if locked.withdrawn_at:
        raise WithdrawnAlready(locked.pk)
    return locked


def refuse_nameless(story: Story) -> None:
    if story.consent == Story.Consent.NAMED and not story.who:
        raise NoName
