"""Tests before and after are recorded by who keeps the book, and taken out again in everybody's sight."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from lms.core.models import AuditEntry
from tests.tracking.impact.keeping import WRITTEN, Book, a_plan
from tracking.impact import actions, groups, queries
from tracking.impact.groups import GroupCodeTaken, OtherScale, RemovedAlready, ScoreOutside, StillCompared
from tracking.impact.models import LearnerGroup, PairedScore

SCORES = [(50.0, 60.0), (40.0, None), (70.0, 75.5)]


def recorded(book: Book, by: str | None = "ren", **facts: Any) -> LearnerGroup:
    given = {"programme": book.programme, "code": "K1", "title": "First", "period": "June", "scores": SCORES}
    person = book.cast.people[by] if by else None
    return actions.record_scores(by=person, at=WRITTEN, **given | facts)


@pytest.mark.parametrize("who", ["amina", "tomas", "lucia", "davit", "wren", "edda", "stranger"])
def test_nobody_else_records_or_removes_a_group(book: Book, who: str) -> None:
    group = recorded(book)
    with pytest.raises(PermissionDenied):
        recorded(book, who, code="K2")
    with pytest.raises(PermissionDenied):
        actions.remove_group(group=group, why="Wrong", by=book.cast.people[who], at=WRITTEN)
    assert (list(queries.groups_of(book.programme)), PairedScore.objects.count()) == ([group], 3)


@pytest.mark.parametrize(
    ("facts", "failure"),
    [
        ({"code": "K1"}, GroupCodeTaken),
        ({"code": "new"}, GroupCodeTaken),
        ({"scores": [(101.0, 2.0)]}, ScoreOutside),
        ({"scores": [(10.0, -0.5)]}, ScoreOutside),
        ({"scores": [(10.0, 12.0)], "most": 11}, ScoreOutside),
    ],
)
def test_a_group_that_cannot_be_read_is_not_recorded(
    book: Book, facts: dict[str, Any], failure: type[Exception]
) -> None:
    recorded(book)
    with pytest.raises(failure):
        recorded(book, **{"code": "K2"} | facts)
    assert LearnerGroup.objects.count() == 1


def test_groups_are_compared_within_their_programme_and_on_one_scale(book: Book) -> None:
    waited = recorded(book, None)
    assert recorded(book, code="K2", compared_with=waited).compared_with == waited
    with pytest.raises(OtherScale):
        recorded(book, code="K3", compared_with=waited, most=200)
    other = actions.open_programme(
        administration=book.cast.sanderra, code="other", plan=a_plan(book.cast, book.indicators), by=None, at=WRITTEN
    )
    with pytest.raises(PermissionDenied):
        recorded(book, programme=other, compared_with=waited)


def test_what_is_taken_out_leaves_its_name_and_reason_and_frees_its_code(book: Book) -> None:
    waited = recorded(book)
    learnt = recorded(book, code="K2", compared_with=waited)
    with pytest.raises(StillCompared):
        actions.remove_group(group=waited, why="Wrong file", by=book.cast.ren, at=WRITTEN)
    actions.remove_group(group=learnt, why="Wrong file", by=book.cast.nadia, at=WRITTEN)
    with pytest.raises(RemovedAlready):
        actions.remove_group(group=learnt, why="Again", by=book.cast.ren, at=WRITTEN)
    removed = [(each.code, each.removed_why, each.scores.count()) for each in queries.removed_from(book.programme)]
    assert removed == [("K2", "Wrong file", 0)]
    assert AuditEntry.objects.get(verb="tests removed").details == {"number": 3, "why": "Wrong file"}
    again = recorded(book, code="K2")
    assert [each.pk for each in queries.groups_of(book.programme)] == [waited.pk, again.pk]
    assert (
        actions.remove_group(group=waited, why="Nobody is compared", by=book.cast.ren, at=WRITTEN).removed_at == WRITTEN
    )


def test_a_code_that_is_taken_meanwhile_is_refused_by_the_database(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(book)
    monkeypatch.setattr(groups, "is_taken", lambda _programme, _code: False)
    with pytest.raises(GroupCodeTaken):
        recorded(book)
    assert (LearnerGroup.objects.count(), PairedScore.objects.count()) == (1, 3)
