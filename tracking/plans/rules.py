"""Which courses close the gaps of one person within hours and money, and why (methods §2.8). Numbers, reason codes out."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

#: Seconds that one step of the solver may take; the largest catalogue tried took a tenth of one.
PATIENCE = 5.0

#: Above this level a competency is shown by being observed (design §5.6), and so only where people meet.
HIGHEST_BY_TEST = 2


@dataclass(frozen=True)
class Need:
    """Someone stands at `level` in a competency of which `target` is asked; `weight` says how much a level is worth."""

    competency: Hashable
    level: int
    target: int
    weight: float = 1.0


@dataclass(frozen=True)
class Course:
    """A course on offer: hours, cost, and for each competency the level that one must bring and the level it leads to.

    `after` names courses that must be taken with it.
    """

    uid: Hashable
    hours: float
    cost: float
    outcomes: Mapping[Hashable, tuple[int, int]]
    after: frozenset[Hashable] = frozenset()


@dataclass(frozen=True)
class Cover:
    """A course takes someone in a competency from one level to another, which is worth `value`."""

    competency: Hashable
    start: int
    end: int
    value: float

    @property
    def levels(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Pick:
    """A course that is proposed, and what it covers; one that covers nothing is there for another that comes after it."""

    course: Course
    covers: tuple[Cover, ...]

    @property
    def value(self) -> float:
        return sum(cover.value for cover in self.covers)


class Reason(StrEnum):
    """Why something stays open."""

    #: No course on offer leads anywhere in this competency.
    NO_COURSE = "no_course"
    #: Courses do, but none leads above where the person stands, or the one proposed ends below the target.
    LEVEL_NEEDS_MORE = "level_needs_more"
    #: Every course that would help asks for a level that the person does not bring.
    ENTRY_LEVEL = "entry_level"
    HOURS = "hours"
    BUDGET = "budget"


@dataclass(frozen=True)
class LeftOpen:
    """What stays open of a need: how many levels, why, and the course that would have come nearest."""

    competency: Hashable
    levels: int
    reason: Reason
    nearest: Hashable | None = None


@dataclass(frozen=True)
class Recommendation:
    """The best that can be done: what is proposed, and what stays open."""

    picks: tuple[Pick, ...]
    left_open: tuple[LeftOpen, ...]

    @property
    def value(self) -> float:
        return sum(pick.value for pick in self.picks)

    @property
    def hours(self) -> float:
        return sum(pick.course.hours for pick in self.picks)

    @property
    def cost(self) -> float:
        return sum(pick.course.cost for pick in self.picks)


def reach(exit_level: int, *, meets_in_a_room: bool) -> int:
    """The level that a course can lead to: level 3 and above is observed, and without a classroom nobody observes."""
    return exit_level if meets_in_a_room else min(exit_level, HIGHEST_BY_TEST)


def levels_gained(need: Need, course: Course) -> int:
    """min(target, exit) − level, for whoever brings the entry level; never less than nothing."""
    entry, exit_level = course.outcomes.get(need.competency, (0, 0))
    if need.level < entry:
        return 0
    return max(0, min(need.target, exit_level) - need.level)


def recommend(
    needs: Iterable[Need],
    courses: Iterable[Course],
    *,
    hours: float = inf,
    budget: float = inf,
    seconds: float = PATIENCE,
) -> Recommendation:
    """The set of courses that closes most within hours and budget; of equals the one of fewer hours, then of lower cost.

    max Σ w_k · gain_jk · z_jk  s.t.  z_jk ≤ y_j,  Σ_j z_jk ≤ 1,  Σ h_j y_j ≤ H,  Σ c_j y_j ≤ B,  y_b ≤ y_a for a before b.
    What is covered twice counts once. Raises `program.NoAnswerInTime`.
    """
    wanted = sorted((need for need in needs if need.target > need.level), key=lambda need: str(need.competency))
    offered = sorted(courses, key=lambda course: str(course.uid))
    chosen = best(wanted, offered, hours=hours, budget=budget, seconds=seconds)
    picks = assign(wanted, chosen)
    return Recommendation(picks, explain(wanted, offered, picks, hours=hours, budget=budget))


def best(
    needs: Sequence[Need], courses: Sequence[Course], *, hours: float, budget: float, seconds: float
) -> list[Course]:
    """The courses of the optimum. Variables: one y for each course, then one z for each course and need that it serves."""
    # Half a second and fifty megabytes, for the processes that do solve something.
    from tracking.plans import program

    pairs = [(j, k) for j, course in enumerate(courses) for k, need in enumerate(needs) if levels_gained(need, course)]
    place = {pair: len(courses) + number for number, pair in enumerate(pairs)}
    problem = program.Programme(len(courses) + len(pairs))
    for (j, _), z in place.items():
        problem.at_most({z: 1, j: -1}, 0)
    for k in range(len(needs)):
        problem.at_most({z: 1 for (_j, served), z in place.items() if served == k}, 1)
    number = {course.uid: j for j, course in enumerate(courses)}
    for j, course in enumerate(courses):
        for before in course.after:
            # A prerequisite that is not on offer cannot be met.
            problem.at_most({j: 1, number[before]: -1} if before in number else {j: 1}, 0)
    spent = {j: course.hours for j, course in enumerate(courses)}
    paid = {j: course.cost for j, course in enumerate(courses)}
    problem.at_most(spent, min(hours, sum(spent.values())))
    problem.at_most(paid, min(budget, sum(paid.values())))
    gained = {z: -needs[k].weight * levels_gained(needs[k], courses[j]) for (j, k), z in place.items()}
    answer = program.solve(problem, objectives=(gained, spent, paid), seconds=seconds)
    return [course for course, yes in zip(courses, answer, strict=False) if yes]


def assign(needs: Sequence[Need], chosen: Sequence[Course]) -> tuple[Pick, ...]:
    """Each need with the chosen course that takes it furthest (the shorter of equals); the most valuable pick first."""
    covers: dict[Hashable, list[Cover]] = {course.uid: [] for course in chosen}
    for need in needs:
        helping = [course for course in chosen if levels_gained(need, course)]
        if helping:
            course = min(helping, key=lambda course: (-levels_gained(need, course), course.hours, str(course.uid)))
            levels = levels_gained(need, course)
            covers[course.uid].append(Cover(need.competency, need.level, need.level + levels, levels * need.weight))
    useful = with_prerequisites([course for course in chosen if covers[course.uid]], chosen)
    picks = [Pick(course, tuple(covers[course.uid])) for course in useful]
    return tuple(sorted(picks, key=lambda pick: (-pick.value, pick.course.hours, str(pick.course.uid))))


def with_prerequisites(wanted: Iterable[Course], courses: Iterable[Course]) -> list[Course]:
    """Courses and all that must be taken with them, as far as those are on offer."""
    known = {course.uid: course for course in courses}
    found: dict[Hashable, Course] = {}
    waiting = list(wanted)
    while waiting:
        course = waiting.pop()
        if course.uid not in found:
            found[course.uid] = course
            waiting += [known[uid] for uid in course.after if uid in known]
    return list(found.values())


def explain(
    needs: Sequence[Need], courses: Sequence[Course], picks: Sequence[Pick], *, hours: float, budget: float
) -> tuple[LeftOpen, ...]:
    """For every need that is not wholly covered, how many levels stay open and why."""
    reached = {cover.competency: cover.end for pick in picks for cover in pick.covers}
    left = []
    for need in needs:
        stands = reached.get(need.competency, need.level)
        if stands < need.target:
            reason, nearest = why_open(need, courses, picks, hours=hours, budget=budget)
            left.append(LeftOpen(need.competency, need.target - stands, reason, nearest))
    return tuple(left)


def why_open(
    need: Need, courses: Sequence[Course], picks: Sequence[Pick], *, hours: float, budget: float
) -> tuple[Reason, Hashable | None]:
    """The reason that the nearest course fails for: it is missing, too low, too high, too long or too dear."""
    taken = {pick.course.uid for pick in picks}
    about_it = [course for course in courses if need.competency in course.outcomes]
    if not about_it:
        return Reason.NO_COURSE, None
    above = [course for course in about_it if course.outcomes[need.competency][1] > need.level]
    if not above:
        return Reason.LEVEL_NEEDS_MORE, furthest(need, about_it)
    within_reach = [course for course in above if levels_gained(need, course)]
    if not within_reach:
        return Reason.ENTRY_LEVEL, lowest_entry(need, above)
    further = [course for course in within_reach if levels_gained(need, course) > covered(need, picks)]
    if not further or any(course.uid in taken for course in further):
        return Reason.LEVEL_NEEDS_MORE, furthest(need, within_reach)
    return out_of_means(further, courses, picks, hours=hours, budget=budget)


def covered(need: Need, picks: Sequence[Pick]) -> int:
    return max((c.levels for pick in picks for c in pick.covers if c.competency == need.competency), default=0)


def furthest(need: Need, courses: Iterable[Course]) -> Hashable:
    return max(courses, key=lambda course: (course.outcomes[need.competency][1], str(course.uid))).uid


def lowest_entry(need: Need, courses: Iterable[Course]) -> Hashable:
    return min(courses, key=lambda course: (course.outcomes[need.competency][0], str(course.uid))).uid


def out_of_means(
    further: Iterable[Course], courses: Sequence[Course], picks: Sequence[Pick], *, hours: float, budget: float
) -> tuple[Reason, Hashable]:
    """Of courses that would help, the one that lacks least, and whether it lacks hours or money beside what is picked."""
    hours_left = hours - sum(pick.course.hours for pick in picks)
    money_left = budget - sum(pick.course.cost for pick in picks)
    taken = {pick.course.uid for pick in picks}
    lacking = []
    for course in further:
        more = [each for each in with_prerequisites([course], courses) if each.uid not in taken]
        too_long = max(0.0, sum(each.hours for each in more) - hours_left)
        too_dear = max(0.0, sum(each.cost for each in more) - money_left)
        lacking.append((bool(too_long) + bool(too_dear), too_long, too_dear, str(course.uid), course.uid))
    _count, too_long, _too_dear, _name, uid = min(lacking)
    return (Reason.HOURS if too_long else Reason.BUDGET), uid
