"""Marks: who may write them, what stands, what was kept, and what follows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.scheduling.models import Session
from lms.core.models import Event
from tests.tracking.attendance.making import FIRST, Blend, open_cohort, room_of, take_seat
from tracking.attendance import actions, queries
from tracking.attendance.actions import NewMark
from tracking.attendance.models import Mark, MarkChange
from tracking.lrs.models import Statement

THEN = FIRST + timedelta(minutes=5)


def states(session: Session) -> dict[str, tuple[str, str]]:
    return {mark.person.username: (mark.state, mark.source) for mark in Mark.objects.filter(session=session)}


def say(blended: Blend, name: str, state: str, **more: object) -> NewMark:
    return NewMark(person_id=blended.cast.people[name].pk, state=state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["amina", "bela", "jonas", "ren", "elif", "stranger", "admin"])
def test_only_a_trainer_of_the_cohort_marks_closes_and_corrects(blended: Blend, who: str) -> None:
    take_seat(blended, blended.cast.amina)
    session, by = blended.sessions[0], blended.cast.people[who]
    new = say(blended, "amina", "present")
    for deed in (
        lambda: actions.mark(session=session, marks=[new], by=by, at=THEN),
        lambda: actions.close(session=session, by=by, at=THEN),
        lambda: actions.correct(session=session, mark=new, reason="I was there", by=by, at=THEN),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    assert Mark.objects.count() == 0


def test_nobody_without_a_seat_is_marked_and_then_nobody_is(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    marks = [say(blended, "amina", "present"), say(blended, "bela", "present")]
    with pytest.raises(actions.NotSeated):
        actions.mark(session=blended.sessions[0], marks=marks, by=blended.cast.lucia, at=THEN)
    assert Mark.objects.count() == 0


def test_attendance_is_seen_by_oneself_supervisor_hr_coordinator_and_trainer(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    actions.mark(session=blended.sessions[0], marks=[say(blended, "amina", "present")], by=blended.cast.lucia, at=THEN)
    seen = {name: queries.visible_to(person).count() for name, person in blended.cast.people.items()}
    assert sorted(name for name, number in seen.items() if number) == ["amina", "jonas", "lucia", "nadia", "ren"]


def test_a_mark_is_kept_with_who_when_and_what_stood_before(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    session, lucia = blended.sessions[0], blended.cast.lucia
    actions.mark(session=session, marks=[say(blended, "amina", "present")], by=lucia, at=THEN)
    later = THEN + timedelta(minutes=1)
    actions.mark(session=session, marks=[say(blended, "amina", "partial", minutes=95)], by=lucia, at=later)
    mark = Mark.objects.get()
    assert (mark.state, mark.minutes, mark.by, mark.at) == ("partial", 95, lucia, later)
    assert list(mark.changes.order_by("at").values_list("before", "state", "by__username", "at", "taken")) == [
        ("", "present", "lucia", THEN, True),
        ("present", "partial", "lucia", later, True),
    ]


def test_a_mark_sent_twice_is_written_once(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    new = say(blended, "amina", "absent", uid=uuid4())
    for _again in range(2):
        actions.mark(session=blended.sessions[0], marks=[new, new], by=blended.cast.lucia, at=THEN)
    assert (MarkChange.objects.count(), Event.objects.filter(type="tracking.attendance.SessionMarked").count()) == (
        1,
        1,
    )


def test_a_late_mark_of_a_phone_out_of_reach_does_not_undo_a_newer_one(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    session, lucia = blended.sessions[0], blended.cast.lucia
    actions.mark(session=session, marks=[say(blended, "amina", "present")], by=lucia, at=THEN)
    old = say(blended, "amina", "absent", at=THEN - timedelta(minutes=2))
    actions.mark(session=session, marks=[old], by=lucia, at=THEN + timedelta(minutes=9))
    assert Mark.objects.get().state == "present"
    assert list(MarkChange.objects.order_by("pk").values_list("state", "taken")) == [
        ("present", True),
        ("absent", False),
    ]


def test_a_phone_of_the_future_speaks_of_now(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    new = say(blended, "amina", "present", at=THEN + timedelta(days=400))
    actions.mark(session=blended.sessions[0], marks=[new], by=blended.cast.lucia, at=THEN)
    assert Mark.objects.get().at == THEN


def test_a_session_is_marked_from_its_day_on_and_excuses_are_taken_before(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    session, lucia, before = blended.sessions[0], blended.cast.lucia, FIRST - timedelta(days=2)
    with pytest.raises(actions.NotOpenYet):
        actions.mark(session=session, marks=[say(blended, "amina", "present")], by=lucia, at=before)
    actions.mark(session=session, marks=[say(blended, "amina", "excused")], by=lucia, at=before)
    with pytest.raises(actions.NotOpenYet):
        actions.close(session=session, by=lucia, at=FIRST - timedelta(minutes=1))
    assert states(session) == {"amina": ("excused", "trainer")}


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_nobody_is_marked_in_a_session_that_does_not_take_place(blended: Blend, state: str) -> None:
    take_seat(blended, blended.cast.amina)
    session = blended.sessions[0]
    Session.objects.filter(pk=session.pk).update(state=state)
    with pytest.raises(actions.NotTakingPlace):
        actions.mark(session=session, marks=[say(blended, "amina", "present")], by=blended.cast.lucia, at=THEN)
    with pytest.raises(actions.NotTakingPlace):
        actions.close(session=session, by=blended.cast.lucia, at=THEN)
    assert Mark.objects.count() == 0


def test_closing_holds_the_session_and_whoever_has_no_mark_was_absent(blended: Blend) -> None:
    room_of(blended, 3)
    session, lucia = blended.sessions[0], blended.cast.lucia
    actions.mark(session=session, marks=[say(blended, "amina", "present")], by=lucia, at=THEN)
    for _again in range(2):
        actions.close(session=session, by=lucia, at=THEN)
    session.refresh_from_db()
    assert (session.state, session.state_by, session.state_at) == ("held", lucia, THEN)
    assert states(session) == {
        "amina": ("present", "trainer"), "officer01": ("absent", "trainer"), "officer02": ("absent", "trainer"),
    }  # fmt: skip


def test_a_closed_sheet_changes_by_correction_only_and_says_why(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    session, lucia = blended.sessions[0], blended.cast.lucia
    sent = say(blended, "amina", "present")
    actions.mark(session=session, marks=[sent], by=lucia, at=THEN)
    actions.close(session=session, by=lucia, at=THEN)
    assert actions.mark(session=session, marks=[sent], by=lucia, at=THEN) == []
    with pytest.raises(actions.SheetClosed):
        actions.mark(session=session, marks=[say(blended, "amina", "absent")], by=lucia, at=THEN)
    with pytest.raises(actions.ReasonMissing):
        actions.correct(session=session, mark=say(blended, "amina", "absent"), reason=" ", by=lucia, at=THEN)
    actions.correct(session=session, mark=say(blended, "amina", "absent"), reason="Mixed up", by=lucia, at=THEN)
    change = MarkChange.objects.latest("pk")
    assert (change.before, change.state, change.reason, Mark.objects.get().state) == (
        "present", "absent", "Mixed up", "absent",
    )  # fmt: skip


def test_a_room_of_twenty_four_costs_as_many_queries_as_one_person(blended: Blend) -> None:
    crowd = room_of(blended, 24)
    counts = []
    for session, people in ((blended.sessions[0], crowd[:1]), (blended.sessions[1], crowd)):
        at = session.starts_at
        marks = [NewMark(person_id=person.pk, state="present") for person in people]
        for state in ("present", "absent"):
            again = [NewMark(person_id=mark.person_id, state=state) for mark in marks]
            with CaptureQueriesContext(connection) as asked, transaction.atomic():
                actions.mark(session=session, marks=again, by=blended.cast.lucia, at=at)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_closing_costs_as_many_queries_for_twenty_four_as_for_one(blended: Blend) -> None:
    crowd = room_of(blended, 24)
    small, sessions = open_cohort(blended.cast, blended.release, title="Small")
    take_seat(blended, crowd[0], cohort=small)
    warm_up = sessions[3]
    actions.mark(session=warm_up, marks=[say(blended, "amina", "present")], by=blended.cast.lucia, at=warm_up.starts_at)
    actions.close(session=warm_up, by=blended.cast.lucia, at=warm_up.starts_at)
    counts = []
    for session, people in ((sessions[0], crowd[:1]), (blended.sessions[0], crowd)):
        marks = [NewMark(person_id=person.pk, state="present") for person in people]
        actions.mark(session=session, marks=marks, by=blended.cast.lucia, at=THEN)
        with CaptureQueriesContext(connection) as asked, transaction.atomic():
            actions.close(session=session, by=blended.cast.lucia, at=THEN)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_sheet_costs_three_queries_and_counts_everyone(blended: Blend, django_assert_num_queries: object) -> None:
    room_of(blended, 24)
    with django_assert_num_queries(3):  # type: ignore[operator]
        lines = queries.sheet(blended.sessions[0])
    assert (len(lines), {line.mark for line in lines}) == (24, {None})


def test_the_database_keeps_one_mark_for_a_person_and_session(blended: Blend) -> None:
    row = {
        "session": blended.sessions[0], "person": blended.cast.amina, "administration": blended.cast.sanderra,
        "source": "trainer", "at": THEN, "by": blended.cast.lucia,
    }  # fmt: skip
    Mark.objects.create(state="present", **row)
    for state, minutes in (("absent", None), ("asleep", None), ("absent", 3)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mark.objects.create(state=state, minutes=minutes, **row)
    assert Mark.objects.count() == 1


def test_closing_says_attended_of_those_who_were_there_and_a_correction_takes_it_back(blended: Blend) -> None:
    crowd = room_of(blended, 3)
    session, lucia = blended.sessions[0], blended.cast.lucia
    marks = [
        NewMark(person_id=crowd[0].pk, state="present"),
        NewMark(person_id=crowd[1].pk, state="partial", minutes=60),
    ]
    actions.mark(session=session, marks=marks, by=lucia, at=THEN)
    actions.close(session=session, by=lucia, at=THEN)
    attended = Statement.objects.filter(text__contains="verbs/attended")
    told = {
        (one.typed.actor.account.name, one.typed.result.completion, str(one.typed.object.id).rpartition("/")[2])
        for one in attended
    }
    assert told == {(str(crowd[0].uid), True, str(session.uid)), (str(crowd[1].uid), False, str(session.uid))}
    correction = NewMark(person_id=crowd[0].pk, state="absent")
    actions.correct(session=session, mark=correction, reason="Left at once", by=lucia, at=THEN)
    assert [one.typed.actor.account.name for one in attended.filter(is_voided=False)] == [str(crowd[1].uid)]


def test_a_join_is_evidence_and_the_trainers_word_stands_over_it(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    session, amina = blended.sessions[0], blended.cast.amina
    for minute in (3, 8):
        actions.joined(session=session, person=amina, at=FIRST + timedelta(minutes=minute))
    first = (states(session), MarkChange.objects.count())
    actions.mark(session=session, marks=[say(blended, "amina", "absent")], by=blended.cast.lucia, at=FIRST)
    assert (first, states(session)) == (({"amina": ("present", "join_link")}, 1), {"amina": ("absent", "trainer")})
    [line] = queries.sheet(session)
    assert line.joined_at == FIRST + timedelta(minutes=3)


def test_a_join_after_the_trainers_word_is_kept_and_changes_nothing(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    session = blended.sessions[0]
    actions.mark(session=session, marks=[say(blended, "amina", "absent")], by=blended.cast.lucia, at=FIRST)
    actions.joined(session=session, person=blended.cast.amina, at=THEN)
    assert (states(session), MarkChange.objects.filter(source="join_link", taken=False).count()) == (
        {"amina": ("absent", "trainer")}, 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "which", "minute", "failure"),
    [
        ("bela", 0, 5, actions.NotSeated),
        ("amina", 0, -16, actions.NotOpenYet),
        ("amina", 0, 120, actions.NotOpenYet),
        ("amina", 2, 5, actions.NotTakingPlace),
    ],
)
def test_a_join_needs_a_seat_the_time_and_a_remote_session(
    blended: Blend, who: str, which: int, minute: int, failure: type[Exception]
) -> None:
    take_seat(blended, blended.cast.amina)
    session = blended.sessions[which]
    with pytest.raises(failure):
        actions.joined(
            session=session, person=blended.cast.people[who], at=session.starts_at + timedelta(minutes=minute)
        )
    assert Mark.objects.count() == 0


def test_someone_excused_makes_up_in_another_cohort_and_someone_absent_does_not(blended: Blend) -> None:
    enrolled = {name: take_seat(blended, blended.cast.people[name]) for name in ("amina", "bela")}
    _november, sessions = open_cohort(blended.cast, blended.release, first=FIRST + timedelta(days=30), title="November")
    session, lucia = blended.sessions[2], blended.cast.lucia
    marks = [say(blended, "amina", "excused"), say(blended, "bela", "absent")]
    actions.mark(session=session, marks=marks, by=lucia, at=session.starts_at)
    actions.close(session=session, by=lucia, at=session.starts_at)
    other = sessions[3]
    assert [mark.person.username for mark in queries.makes_up(other)] == ["amina"]
    assert list(queries.makes_up(sessions[0])) == []
    with pytest.raises(actions.NotSeated):
        actions.mark(session=other, marks=[say(blended, "bela", "present")], by=lucia, at=other.starts_at)
    actions.mark(session=other, marks=[say(blended, "amina", "present")], by=lucia, at=other.starts_at)
    actions.close(session=other, by=lucia, at=other.starts_at)
    assert {name: queries.attended(one) for name, one in enrolled.items()} == {"amina": {"classroom": 1}, "bela": {}}


def test_only_sheets_that_are_closed_count_and_only_within_the_period(blended: Blend) -> None:
    enrolled = take_seat(blended, blended.cast.amina)
    lucia = blended.cast.lucia
    for session in blended.sessions[:3]:
        actions.mark(session=session, marks=[say(blended, "amina", "present")], by=lucia, at=session.starts_at)
    before = queries.attended(enrolled)
    for session in blended.sessions[:3]:
        actions.close(session=session, by=lucia, at=session.starts_at)
    after = queries.attended(enrolled)
    enrolled.started_at = FIRST + timedelta(days=2)
    assert (before, after, queries.attended(enrolled)) == ({}, {"remote": 2, "classroom": 1}, {"classroom": 1})
