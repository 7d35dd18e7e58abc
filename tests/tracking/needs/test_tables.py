"""Placing by test, causes, weights of tasks, the life of a gap, priorities and agreement: every table of `needs`."""

import pytest

from tracking.needs import causes, placement, ranking, rules
from tracking.needs.causes import Dif, Step
from tracking.needs.models import Gap, NamedCause
from tracking.needs.ranking import Standing
from tracking.needs.revising import Revision, revise


@pytest.mark.parametrize(
    ("tally", "level"),
    [
        ({}, None),
        ({1: (0, 4)}, 0.0),
        ({1: (4, 4)}, 1.0),
        ({1: (7, 10)}, 1.0),
        ({1: (6, 10)}, 0.43),
        ({1: (4, 4), 2: (0, 4)}, 1.0),
        ({1: (4, 4), 2: (2, 4)}, 1.36),
        ({1: (4, 4), 2: (3, 4)}, 2.0),
        ({1: (1, 4), 2: (4, 4)}, 0.18),
        ({2: (4, 4)}, 2.0),
        ({2: (2, 4)}, 0.71),
        ({1: (3, 4), 2: (3, 4), 3: (1, 4)}, 2.18),
    ],
)
def test_a_placement_test_is_climbed_level_by_level(tally: dict[int, tuple[int, int]], level: float | None) -> None:
    assert placement.level_of(tally) == level


@pytest.mark.parametrize("right", range(7))
def test_a_missed_step_never_rounds_up_to_its_level(right: int) -> None:
    level = placement.level_of({1: (1, 1), 2: (right, 10)})

    assert level is not None
    assert rules.whole_level(level) == 1


def test_questions_without_competency_or_level_place_nobody() -> None:
    questions = [
        {"uid": "a", "competency": "x", "level": 1},
        {"uid": "b", "competency": "x", "level": 2},
        {"uid": "c", "competency": None, "level": 1},
        {"uid": "d", "competency": "y", "level": 0},
    ]

    assert placement.levels(questions, ["a", "c", "d"]) == {"x": 1.0}


@pytest.mark.parametrize(
    ("named", "training"),
    [
        ([], True),
        (["unknown"], True),
        (["knowledge"], True),
        (["practice", "equipment"], True),
        (["equipment"], False),
        (["staffing", "motivation"], False),
        (["unknown", "staffing"], True),
    ],
)
def test_a_course_is_proposed_unless_all_causes_are_managements(named: list[str], training: bool) -> None:
    assert causes.asks_for_training(named) is training


def test_the_causes_of_the_form_are_those_of_the_table() -> None:
    assert set(NamedCause.Cause.values) == causes.TRAINING | causes.MANAGEMENT | {"unknown"}


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ((5, 4, 3), Dif.TRAIN),
        ((5, 4, 2), Dif.OVER_TRAIN),
        ((3, 1, 5), Dif.TRAIN),
        ((4, 2, 1), Dif.ON_THE_JOB),
        ((1, 5, 5), Dif.ON_THE_JOB),
        ((2, 3, 1), Dif.TRAIN),
        ((1, 2, 4), Dif.NO),
        ((1, 1, 1), Dif.NO),
    ],
)
def test_difficulty_importance_and_frequency_say_what_a_task_asks_for(
    answers: tuple[int, int, int], verdict: Dif
) -> None:
    hard, serious, often = answers

    assert causes.dif(difficulty=hard, importance=serious, frequency=often) == verdict


def test_the_holders_of_a_post_together_weigh_all_its_tasks() -> None:
    tasks = list(range(22))
    drawn = [causes.sample(tasks, person=person, size=4) for person in range(11)]

    assert {len(each) for each in drawn} == {4}
    assert {task for each in drawn for task in each} == set(tasks)


@pytest.mark.parametrize(
    ("state", "after"),
    [
        # In order: triage, plan, put back, train, expect evidence, close, set aside, reopen.
        ("open", ["triaged", "planned", None, "in_training", None, "closed", "not_training", None]),
        ("triaged", ["triaged", "planned", None, "in_training", None, "closed", "not_training", None]),
        ("planned", [None, "planned", "open", "in_training", None, "closed", "not_training", None]),
        ("in_training", [None, None, None, "in_training", "evidence_due", "closed", "not_training", None]),
        ("evidence_due", [None, None, None, "in_training", None, "closed", "not_training", None]),
        ("closed", [None, None, None, None, None, None, None, "reopened"]),
        ("reopened", ["triaged", "planned", None, "in_training", None, "closed", "not_training", None]),
        ("not_training", [None, None, None, None, None, None, None, "reopened"]),
    ],
)
def test_the_life_of_a_gap(state: str, after: list[str | None]) -> None:
    assert [causes.after(state, step) for step in Step] == after


def test_the_table_knows_every_state_of_a_gap() -> None:
    assert set(Gap.State.values) == causes.LIVE | set(Gap.OVER)


@pytest.mark.parametrize(
    ("gap", "target", "level", "means"),
    [
        (None, 3, None, Revision.NOTHING),
        (None, 3, 3.0, Revision.NOTHING),
        (None, 3, 2.5, Revision.OPENS),
        (None, 0, 0.0, Revision.NOTHING),
        (3, 3, 1.0, Revision.NOTHING),
        (3, 4, 1.0, Revision.MOVES),
        (3, 2, 1.0, Revision.MOVES),
        (3, 1, 1.0, Revision.FALLS_AWAY),
        (3, 0, 1.0, Revision.FALLS_AWAY),
        (3, 2, None, Revision.FALLS_AWAY),
    ],
)
def test_what_a_new_target_means(gap: int | None, target: int, level: float | None, means: Revision) -> None:
    assert revise(gap_target=gap, target=target, level=level) == means


#: Oracle E5 of methods §2.7: six officers, four competencies.
TARGETS = {"HS": 3, "VAL": 3, "RISK": 2, "INT": 2}
LEVELS = {"HS": [1, 2, 3, 2, 1, 3], "VAL": [3, 2, 2, 3, 3, 2], "RISK": [0, 1, 2, 2, 1, 2], "INT": [2, 2, 2, 1, 2, 2]}
WEIGHTS = {"HS": (5, 5, 4), "VAL": (4, 3, 4), "RISK": (5, 3, 3), "INT": (5, 5, 2)}


def oracle(error: float) -> list[ranking.Priority]:
    return ranking.priorities(
        {code: [Standing(TARGETS[code], level, error) for level in levels] for code, levels in LEVELS.items()},
        {c: ranking.criticality(importance=i, frequency=f, difficulty=d) for c, (i, f, d) in WEIGHTS.items()},
    )


def test_priorities_are_those_of_the_oracle() -> None:
    found = [
        (p.competency, p.load, round(p.prevalence, 4), round(p.mean_gap, 4), round(p.criticality, 4),
         round(p.priority, 4), p.rank, p.people)
        for p in oracle(0.0)
    ]  # fmt: skip

    assert found == [
        ("HS", 6.0, 0.6667, 1.0, 0.9283, 0.9283, 1, 6),
        ("RISK", 4.0, 0.5, 0.6667, 0.7114, 0.4743, 2, 6),
        ("VAL", 3.0, 0.5, 0.5, 0.7268, 0.3634, 3, 6),
        ("INT", 1.0, 0.1667, 0.1667, 0.7368, 0.1228, 4, 6),
    ]


def test_ranks_without_error_have_no_interval_and_with_error_one_that_holds_them() -> None:
    assert [(p.rank_from, p.rank_to) for p in oracle(0.0)] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert [(p.rank_from, p.rank_to) for p in oracle(0.4)] == [(1, 1), (2, 3), (2, 4), (3, 4)]
    assert oracle(0.4) == oracle(0.4)


def test_equal_priorities_share_a_rank_and_nobody_assessed_is_left_out() -> None:
    people = [Standing(3, 2.0)]
    found = ranking.priorities({"A": people, "B": people, "C": []}, {"A": 0.5, "B": 0.5, "C": 0.9})

    assert [(p.competency, p.rank) for p in found] == [("A", 1), ("B", 1)]


def test_two_raters_agree_as_the_oracle_says() -> None:
    one, other = [1, 2, 2, 3, 3, 3, 4, 4, 2, 1, 3, 4], [1, 2, 3, 3, 3, 2, 4, 3, 2, 2, 3, 4]

    assert round(ranking.kappa(one, other) or 0, 4) == 0.5385
    assert round(ranking.kappa(one, other, quadratic=True) or 0, 4) == 0.8125
    assert ranking.kappa([2, 2], [2, 2]) is None
    assert ranking.kappa([], []) is None


@pytest.mark.parametrize(("level", "wanted"), [(0, True), (1, True), (2, False), (3, False), (4, True)])
def test_the_ends_of_the_scale_want_an_example(level: int, wanted: bool) -> None:
    assert rules.wants_example(level) is wanted


def test_a_supervisor_who_sees_it_otherwise_is_a_reason_to_talk_too() -> None:
    combined = rules.combine({"self": 3.5, "supervisor": 2})

    assert combined is not None
    assert combined.views_differ is True
