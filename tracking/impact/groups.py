"""Keeping what a group scored before and after, and taking out what was recorded by mistake."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from lms.core import audit
from lms.people.models import User
from tracking.impact import keepers, queries
from tracking.impact.models import LearnerGroup, PairedScore, Programme
from tracking.impact.rules import declaring


class ScoreOutside(Exception):
    """A score is below nothing, or above the highest that there is."""


class GroupCodeTaken(Exception):
    """The programme has a group of this code, or the word stands for something else in addresses."""


class OtherScale(Exception):
    """A group is compared with one whose highest score is another."""


class StillCompared(Exception):
    """Another group is compared with this one, and would lose its comparison."""


class RemovedAlready(Exception):
    """The group was taken out before."""


@transaction.atomic
def record_scores(
    *,
    programme: Programme,
    code: str,
    title: str,
    period: str,
    scores: Sequence[tuple[float, float | None]],
    by: User | None,
    at: datetime,
    most: int = 100,
    compared_with: LearnerGroup | None = None,
) -> LearnerGroup:
    """Keep what a group scored before and after, under names made up for this table.

    Raises PermissionDenied unless `by` keeps the administration's book (None: the system) and the other group is of the same
    programme; GroupCodeTaken, ScoreOutside, OtherScale.
    """
    keepers.refuse_strangers(programme.administration, by=by, at=at)
    if compared_with is not None and not is_standing(compared_with, programme):
        raise PermissionDenied(f"{compared_with} is not of {programme}")
    if compared_with is not None and compared_with.most != most:
        raise OtherScale(compared_with.most)
    if is_taken(programme, code):
        raise GroupCodeTaken(code)
    if any(score is not None and not 0 <= score <= most for pair in scores for score in pair):
        raise ScoreOutside(most)
    group = LearnerGroup(
        programme=programme, code=code, title=title, period=period, most=most, compared_with=compared_with
    )
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        # Somebody else took the code since we asked.
        raise GroupCodeTaken(code) from None
    PairedScore.objects.bulk_create(PairedScore(group=group, before=b, after=a) for b, a in scores)
    audit.record(
        by=by, at=at, verb="tests recorded", about=group, administration=programme.administration, number=len(scores)
    )
    return group


def is_standing(group: LearnerGroup, programme: Programme) -> bool:
    return queries.groups_of(programme).filter(pk=group.pk).exists()


def is_taken(programme: Programme, code: str) -> bool:
    return declaring.is_an_address(code) or queries.groups_of(programme).filter(code=code).exists()


@transaction.atomic
def remove_group(*, group: LearnerGroup, why: str, by: User | None, at: datetime) -> LearnerGroup:
    """Take out a group that was recorded by mistake: its scores are deleted, and its code is free for the right ones.

    At any time, and never unseen: that it was there, and since when and why it is gone, stays on the programme's page, lest
    results vanish that were not liked. Raises PermissionDenied, RemovedAlready, StillCompared.
    """
    programme = group.programme
    keepers.refuse_strangers(programme.administration, by=by, at=at)
    locked = LearnerGroup.objects.select_for_update().get(pk=group.pk)
    if locked.removed_at:
        raise RemovedAlready(locked.code)
    if queries.groups_of(programme).filter(compared_with=locked).exists():
        raise StillCompared(locked.code)
    number, _by_model = locked.scores.all().delete()
    locked.removed_at, locked.removed_why = at, why
    locked.save(update_fields=["removed_at", "removed_why"])
    audit.record(
        by=by, at=at, verb="tests removed", about=locked, administration=programme.administration, number=number,
        why=why,
    )  # fmt: skip
    return locked
