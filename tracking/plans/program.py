"""Integer programmes, solved exactly by HiGHS through scipy. Numbers in, numbers out; what they mean is `rules`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

#: How far two optima may lie apart and still be the same, in units of the objective: floating point, not preference.
SAME = 1e-6

#: scipy's word for "solved to the end".
OPTIMAL = 0


class NoAnswerInTime(Exception):
    """The solver has not proved an optimum within its time; carries the solver's own words."""


@dataclass
class Programme:
    """Yes-or-no variables, by position, and what binds them: each row is Σ coefficient · variable ≤ bound."""

    size: int
    rows: list[Mapping[int, float]] = field(default_factory=list)
    bounds: list[float] = field(default_factory=list)

    def at_most(self, row: Mapping[int, float], bound: float) -> None:
        self.rows.append(row)
        self.bounds.append(bound)

    def constraints(self) -> LinearConstraint:
        matrix = np.zeros((len(self.rows), self.size))
        for number, row in enumerate(self.rows):
            for variable, coefficient in row.items():
                matrix[number, variable] = coefficient
        return LinearConstraint(matrix, -np.inf, np.array(self.bounds))


def solve(programme: Programme, *, objectives: Sequence[Mapping[int, float]], seconds: float) -> list[bool]:
    """The variables that are yes where the first objective is least, among those the second, and so on.

    One after the other, not one weighted sum: no small epsilon has to be small enough. Raises NoAnswerInTime.
    """
    chosen: NDArray[np.float64] = np.zeros(programme.size)
    if not programme.size:
        return []
    for objective in objectives:
        chosen = least(programme, objective, seconds=seconds)
        reached = sum(coefficient * chosen[variable] for variable, coefficient in objective.items())
        programme.at_most(objective, float(reached) + SAME)
    return [bool(value > 0.5) for value in chosen]


def least(programme: Programme, objective: Mapping[int, float], *, seconds: float) -> NDArray[np.float64]:
    weights = np.zeros(programme.size)
    for variable, coefficient in objective.items():
        weights[variable] = coefficient
    answer = milp(
        weights,
        integrality=np.ones(programme.size),
        bounds=Bounds(0, 1),
        constraints=programme.constraints(),
        # Exact: the solver's own default leaves a gap of one in ten thousand.
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.status != OPTIMAL or answer.x is None:
        raise NoAnswerInTime(answer.message)
    return np.round(answer.x)
