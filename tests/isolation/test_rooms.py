"""In made-up worlds every room shows each person just what the oracle says, and nobody looks across a border."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, Phase, given, settings

from courses.catalogue import queries as catalogue
from courses.quizzes import queries as quizzes
from courses.scheduling import queries as scheduling
from lms.competencies import queries as competencies
from lms.core import clock
from lms.notices import queries as notices
from lms.people import queries as people
from lms.people.rules import Record
from tests.isolation.oracle import FIGURES, KEEPS, NATIONAL, WRITES, World
from tests.isolation.worlds import Stage, build_stage, built, worlds
from tracking.attendance import queries as attendance
from tracking.enrolment import queries as enrolment
from tracking.evidence import queries as evidence
from tracking.impact import queries as impact
from tracking.needs import queries as needs
from tracking.progress import queries as progress
from tracking.study import queries as study

#: The same worlds in every run and on both databases; a world is small enough to be read as it is, unshrunk.
few = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

#: Rooms that keep rows of a person in an administration: how to read them, what kind of record they are, whose row it is.
ROWS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "enrolments": (enrolment.visible_to, "participation", ""),
    "seats": (enrolment.seats_visible_to, "participation", ""),
    "completions": (progress.visible_to, "participation", "enrolment__"),
    "marks": (attendance.visible_to, "participation", ""),
    "observations": (attendance.observations_visible_to, "ability", ""),
    "follow-ups": (impact.follow_ups_visible_to, "ability", ""),
    "gaps": (needs.visible_to, "ability", ""),
    "assessments": (needs.assessments_visible_to, "ability", ""),
    "attempts": (study.visible_to, "ability", "enrolment__"),
}


@pytest.fixture
def stage(db: None) -> Stage:
    return build_stage()


def rows_shown(stage: Stage, asker: Any, room: str) -> list[tuple[int, str]]:
    read, _record, way = ROWS[room]
    found = read(asker).values_list(f"{way}person", f"{way}administration")
    return sorted((stage.number(person), stage.place(administration)) for person, administration in found)


@few
@given(world=worlds())
def test_of_people_each_sees_whom_a_role_reaches_and_no_one_twice(stage: Stage, world: World) -> None:
    with built(stage, world):
        for number, asker in enumerate(stage.people):
            shown = {
                record: sorted(stage.number(person.pk) for person in people.visible_to(asker, record))
                for record in Record
            }
            assert shown == {record: sorted(world.people_seen(number, record)) for record in Record}
            known = [stage.number(entry.person_id) for entry in evidence.visible_to(asker)]
            assert sorted(known) == sorted(world.people_seen(number, "ability"))


@few
@given(world=worlds())
def test_of_what_people_do_each_sees_the_rows_of_the_administration_that_the_role_is_in(
    stage: Stage, world: World
) -> None:
    with built(stage, world):
        for number, asker in enumerate(stage.people):
            shown = {room: rows_shown(stage, asker, room) for room in ROWS}
            assert shown == {room: sorted(world.rows_seen(number, ROWS[room][1])) for room in ROWS}
            across = {
                (person, place)
                for rows in shown.values()
                for person, place in rows
                if person != number and not any(held.place == place for held in world.now(number))
            }
            assert across == set()


@few
@given(world=worlds())
def test_of_what_is_written_each_sees_the_offer_and_their_own(stage: Stage, world: World) -> None:
    with built(stage, world):
        for number, asker in enumerate(stage.people):
            assert {course.code for course in catalogue.visible_to(asker)} == world.courses_seen(number)
            written = {name for name in NATIONAL if world.holds(number, name, WRITES)}
            assert {stage.place(quiz.administration_id) for quiz in quizzes.visible_to(asker)} == written
            assert {stage.place(q.administration_id) for q in quizzes.questions_visible_to(asker)} == written
            frameworks = {f"own-{name}" for name in NATIONAL if world.stands_in_or_above(number, name)} | {"shared"}
            assert {framework.code for framework in competencies.visible_to(asker)} == frameworks
            figures = {name for name in ("a", "b", "region", "wco") if world.holds(number, name, FIGURES)}
            assert {stage.place(each.pk) for each in people.reads_figures_of(asker)} == figures
            kept = {name for name in ("a", "b", "region", "wco") if world.holds(number, name, KEEPS)} & set(NATIONAL)
            assert {stage.place(each.pk) for each in impact.kept_by(asker, on=clock.today())} == kept
            book = impact.indicators_kept_by(asker, on=clock.today())
            assert sorted(stage.place(each.administration_id) for each in book) == sorted(kept)
            programmes = [stage.place(each.administration_id) for each in impact.visible_to(asker)]
            assert sorted(programmes) == sorted(figures & set(NATIONAL))
            cohorts = [stage.place(cohort.administration_id) for cohort in scheduling.visible_to(asker)]
            sessions = [stage.place(each.cohort.administration_id) for each in scheduling.sessions_visible_to(asker)]
            assert sorted(cohorts) == sorted(sessions) == sorted(written)
            told = {stage.number(notice.person_id) for notice in notices.visible_to(asker)}
            assert told == {number}


def test_who_has_not_signed_in_sees_the_offer_to_everyone_and_nothing_else(stage: Stage) -> None:
    nobody = AnonymousUser()
    world = World(people=5, roles=(), parents=(None,) * 4, editors=frozenset(), seated=frozenset())
    with built(stage, world):
        assert {room: rows_shown(stage, nobody, room) for room in ROWS} == {room: [] for room in ROWS}
        assert [list(people.visible_to(nobody, record)) for record in Record] == [[], [], []]
        empty = (impact.visible_to, scheduling.visible_to, scheduling.sessions_visible_to, notices.visible_to)
        assert [list(read(nobody)) for read in empty] == [[], [], [], []]
        assert list(impact.indicators_kept_by(nobody, on=clock.today())) == []
        assert [list(read(nobody)) for read in (evidence.visible_to, quizzes.visible_to, people.reads_figures_of)] == [
            [], [], [],
        ]  # fmt: skip
        assert {course.code for course in catalogue.visible_to(nobody)} == {"a-everyone", "b-everyone"}
