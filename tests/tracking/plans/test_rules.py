"""What is recommended, and why the rest stays open. Oracle E6 of methods §2.8, and brute force over made-up catalogues."""

from dataclasses import dataclass
from itertools import combinations
from math import inf
from random import Random

import pytest

from tracking.plans import program, rules
from tracking.plans.rules import Course, LeftOpen, Need, Reason, levels_gained, reach, recommend

NEEDS = [
    Need("HS", 1, 3, 5), Need("VAL", 2, 3, 4), Need("RISK", 1, 2, 3), Need("PCA", 0, 2, 4), Need("INT", 2, 3, 2),
]  # fmt: skip
COURSES = [
    Course("K1", 6, 0, {"HS": (0, 2)}),
    Course("K2", 16, 400, {"HS": (1, 3)}),
    Course("K3", 12, 250, {"VAL": (1, 3), "INT": (0, 2)}),
    Course("K4", 14, 300, {"PCA": (0, 2), "VAL": (2, 3)}),
    Course("K5", 5, 0, {"RISK": (0, 2)}),
    Course("K6", 4, 0, {"INT": (1, 3)}),
]


def greedy(needs: list[Need], courses: list[Course], *, hours: float, budget: float) -> float:
    """What taking the most value per hour first would come to: the rule of thumb that the solver is there to beat."""
    value, reached, left = 0.0, {need.competency: 0 for need in needs}, list(courses)
    while True:
        worth = {
            course.uid: sum(
                need.weight * max(0, levels_gained(need, course) - reached[need.competency]) for need in needs
            )
            for course in left
        }
        fitting = [c for c in left if worth[c.uid] and c.hours <= hours and c.cost <= budget]
        if not fitting:
            return value
        best = max(fitting, key=lambda course: worth[course.uid] / course.hours)
        value += worth[best.uid]
        hours, budget = hours - best.hours, budget - best.cost
        left.remove(best)
        for need in needs:
            reached[need.competency] = max(reached[need.competency], levels_gained(need, best))


@pytest.mark.parametrize(
    ("hours", "budget", "picked", "value", "spent", "paid", "by_greed"),
    [
        (20, 300, ["K1", "K4"], 17, 20, 300, 17),
        (24, 700, ["K1", "K4", "K6"], 19, 24, 300, 19),
        (30, 700, ["K1", "K4", "K5", "K6"], 22, 29, 300, 22),
        (35, 1000, ["K2", "K4", "K5"], 25, 35, 700, 22),
    ],
)
def test_the_table_of_oracle_e6(
    hours: float, budget: float, picked: list[str], value: float, spent: float, paid: float, by_greed: float
) -> None:
    best = recommend(NEEDS, COURSES, hours=hours, budget=budget)
    assert (sorted(pick.course.uid for pick in best.picks), best.value, best.hours, best.cost) == (
        picked, value, spent, paid
    )  # fmt: skip
    assert greedy(NEEDS, COURSES, hours=hours, budget=budget) == by_greed


def test_each_pick_says_what_it_closes_and_by_how_much() -> None:
    best = recommend(NEEDS, COURSES, hours=35, budget=1000)
    assert [
        (pick.course.uid, [(cover.competency, cover.start, cover.end, cover.value) for cover in pick.covers])
        for pick in best.picks
    ] == [("K4", [("PCA", 0, 2, 8), ("VAL", 2, 3, 4)]), ("K2", [("HS", 1, 3, 10)]), ("K5", [("RISK", 1, 2, 3)])]
    assert best.left_open == (LeftOpen("INT", 1, Reason.HOURS, "K6"),)


@dataclass
class World:
    """A person's needs, a catalogue, and what may be spent."""

    needs: list[Need]
    courses: list[Course]
    hours: float
    budget: float


def made_up(seed: int) -> World:
    """Up to six needs and eight courses, some with prerequisites; whole numbers, so that many solutions tie."""
    random = Random(seed)
    needs = [
        Need(f"k{k}", random.randint(0, 3), random.randint(1, 4), random.randint(1, 5))
        for k in range(random.randint(1, 6))
    ]
    courses = []
    for j in range(random.randint(1, 8)):
        outcomes = {}
        for k in random.sample(range(6), random.randint(1, 3)):
            entry = random.randint(0, 2)
            outcomes[f"k{k}"] = (entry, random.randint(entry + 1, 4))
        after = frozenset({f"c{random.randrange(j + 1)}"} - {f"c{j}"}) if j and random.random() < 0.25 else frozenset()
        courses.append(Course(f"c{j}", random.randint(1, 20), random.choice([0, 0, 100, 250, 400]), outcomes, after))
    return World(needs, courses, random.randint(5, 50), random.choice([0, 300, 600, 2000]))


def by_brute_force(world: World) -> tuple[float, float, float]:
    """The best value, hours and cost over every set of courses that may be taken together."""
    found = (0.0, 0.0, 0.0)
    for size in range(len(world.courses) + 1):
        for some in combinations(world.courses, size):
            names = {course.uid for course in some}
            spent, paid = sum(course.hours for course in some), sum(course.cost for course in some)
            if spent > world.hours or paid > world.budget or any(not course.after <= names for course in some):
                continue
            value = sum(
                need.weight * max((levels_gained(need, course) for course in some), default=0) for need in world.needs
            )
            found = min(found, (-value, spent, paid))
    return (-found[0], found[1], found[2])


def test_two_hundred_made_up_worlds_are_solved_as_by_brute_force() -> None:
    worlds = [made_up(seed) for seed in range(200)]
    solved = [recommend(w.needs, w.courses, hours=w.hours, budget=w.budget) for w in worlds]
    assert [(best.value, best.hours, best.cost) for best in solved] == [by_brute_force(world) for world in worlds]
    assert any(greedy(w.needs, w.courses, hours=w.hours, budget=w.budget) < by_brute_force(w)[0] for w in worlds)


@pytest.mark.parametrize("seed", range(40))
def test_what_stays_open_and_what_is_covered_add_up_to_every_need(seed: int) -> None:
    world = made_up(seed)
    best = recommend(world.needs, world.courses, hours=world.hours, budget=world.budget)
    covered = {cover.competency: cover.levels for pick in best.picks for cover in pick.covers}
    left = {each.competency: each.levels for each in best.left_open}
    assert {need.competency: need.target - need.level for need in world.needs if need.target > need.level} == {
        key: covered.get(key, 0) + left.get(key, 0) for key in covered | left
    }


@pytest.mark.parametrize(
    ("level", "target", "course", "gained"),
    [
        (1, 3, (1, 3), 2),
        (1, 3, (0, 2), 1),
        (1, 2, (1, 4), 1),
        (0, 3, (1, 3), 0),
        (2, 3, (0, 2), 0),
        (3, 3, (1, 4), 0),
        (4, 3, (1, 4), 0),
    ],
)
def test_a_course_takes_one_from_the_entry_level_to_its_exit_never_past_the_target(
    level: int, target: int, course: tuple[int, int], gained: int
) -> None:
    assert levels_gained(Need("k", level, target), Course("c", 1, 0, {"k": course})) == gained


@pytest.mark.parametrize(
    ("exit_level", "in_a_room", "reached"), [(3, True, 3), (3, False, 2), (2, False, 2), (4, True, 4)]
)
def test_level_three_is_reached_where_someone_can_observe(exit_level: int, in_a_room: bool, reached: int) -> None:
    assert reach(exit_level, meets_in_a_room=in_a_room) == reached


@pytest.mark.parametrize(
    ("courses", "hours", "budget", "left"),
    [
        ([], inf, inf, (2, Reason.NO_COURSE, None)),
        ([Course("other", 1, 0, {"m": (0, 3)})], inf, inf, (2, Reason.NO_COURSE, None)),
        ([Course("low", 1, 0, {"k": (0, 1)})], inf, inf, (2, Reason.LEVEL_NEEDS_MORE, "low")),
        ([Course("half", 1, 0, {"k": (0, 2)})], inf, inf, (1, Reason.LEVEL_NEEDS_MORE, "half")),
        ([Course("high", 1, 0, {"k": (2, 3)})], inf, inf, (2, Reason.ENTRY_LEVEL, "high")),
        ([Course("long", 21, 0, {"k": (1, 3)})], 20, inf, (2, Reason.HOURS, "long")),
        ([Course("dear", 1, 301, {"k": (1, 3)})], inf, 300, (2, Reason.BUDGET, "dear")),
        ([Course("half", 5, 0, {"k": (0, 2)}), Course("long", 21, 0, {"k": (1, 3)})], 20, inf, (1, Reason.HOURS, "long")),
        ([Course("b", 5, 0, {"k": (1, 3)}, frozenset("a")), Course("a", 16, 0, {"m": (0, 1)})], 20, inf,
         (2, Reason.HOURS, "b")),
    ],
)  # fmt: skip
def test_every_need_left_open_says_why(
    courses: list[Course], hours: float, budget: float, left: tuple[int, Reason, str | None]
) -> None:
    best = recommend([Need("k", 1, 3)], courses, hours=hours, budget=budget)
    assert [(open_.levels, open_.reason, open_.nearest) for open_ in best.left_open] == [left]


def test_of_equal_plans_the_shorter_is_proposed_and_of_equally_long_ones_the_cheaper() -> None:
    need = [Need("k", 1, 2)]
    shorter = [Course("long", 8, 0, {"k": (1, 2)}), Course("short", 6, 500, {"k": (1, 2)})]
    cheaper = [Course("dear", 6, 500, {"k": (1, 2)}), Course("cheap", 6, 100, {"k": (1, 2)})]
    assert [[pick.course.uid for pick in recommend(need, some).picks] for some in (shorter, cheaper)] == [
        ["short"], ["cheap"]
    ]  # fmt: skip


def test_a_course_brings_the_one_that_must_come_before_it() -> None:
    first, second = Course("a", 4, 0, {"m": (0, 1)}), Course("b", 6, 0, {"k": (1, 3)}, frozenset("a"))
    best = recommend([Need("k", 1, 3)], [first, second])
    assert [(pick.course.uid, len(pick.covers)) for pick in best.picks] == [("b", 1), ("a", 0)]


def test_a_prerequisite_that_is_not_on_offer_keeps_its_course_out() -> None:
    assert recommend([Need("k", 1, 3)], [Course("b", 6, 0, {"k": (1, 3)}, frozenset("a"))]).picks == ()


def test_nothing_needed_is_answered_with_nothing() -> None:
    assert recommend([Need("k", 3, 3)], COURSES) == rules.Recommendation((), ())


def test_a_solver_without_time_says_so_and_proposes_nothing() -> None:
    random = Random(7)
    needs = [Need(f"k{k}", 0, 4, random.uniform(1, 2)) for k in range(40)]
    courses = [
        Course(f"c{j}", random.uniform(1, 20), random.uniform(1, 400),
               {f"k{k}": (0, random.randint(1, 4)) for k in random.sample(range(40), 6)})
        for j in range(120)
    ]  # fmt: skip
    with pytest.raises(program.NoAnswerInTime):
        recommend(needs, courses, hours=200, budget=3000, seconds=0.0)
