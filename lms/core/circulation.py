"""A table with its totals is a network: people flow from the whole into groups, from groups into columns, and back.

What flows into a node flows out of it, so whoever reads a table in which some figures are hidden knows of each hidden one
exactly how far it can move while every shown figure stays: the largest flow around it through the other hidden ones. This
is that calculation in whole numbers, and the search for the cheapest further figures to hide when it can move too little.
"""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf

Node = Hashable
#: An edge's index, and whether the walk goes along it (the figure rises) or against it (it falls).
Step = tuple[int, bool]


@dataclass(slots=True)
class Edge:
    """One figure of the table, the bounds that a reader knows of it, and what hiding it costs."""

    tail: Node
    head: Node
    value: int
    cost: float
    low: float = 0
    high: float = inf
    hidden: bool = False


@dataclass
class Network:
    """Edges in which flow is conserved at every node."""

    edges: list[Edge] = field(default_factory=list)
    steps: dict[Node, list[Step]] = field(default_factory=dict)

    def add(self, edge: Edge) -> int:
        self.edges.append(edge)
        index = len(self.edges) - 1
        self.steps.setdefault(edge.tail, []).append((index, True))
        self.steps.setdefault(edge.head, []).append((index, False))
        return index

    def widen(self, index: int, width: float) -> bool:
        """See to it that a reader can narrow this hidden figure to no fewer than `width` + 1 values, hiding more if needed.

        False when no choice of further figures gets there.
        """
        edge = self.edges[index]
        width = min(width, edge.high - edge.low)
        rise, fall = Push(self, index, upwards=True), Push(self, index, upwards=False)
        while True:
            rise.free(min(width, edge.high - edge.value))
            fall.free(min(width - rise.done, edge.value - edge.low))
            lacking = width - rise.done - fall.done
            if lacking <= 0:
                return True
            ways = [
                *rise.ways(min(lacking, edge.high - edge.value - rise.done)),
                *fall.ways(min(lacking, edge.value - edge.low - fall.done)),
            ]
            if not ways:
                return False
            _, path = min(ways)
            for further, _ in path:
                self.edges[further].hidden = True


@dataclass
class Push:
    """Moving one figure up or down, step by step, while everything shown stays."""

    network: Network
    index: int
    upwards: bool
    done: float = 0
    moved: dict[int, float] = field(default_factory=dict)

    @property
    def ends(self) -> tuple[Node, Node]:
        edge = self.network.edges[self.index]
        return (edge.head, edge.tail) if self.upwards else (edge.tail, edge.head)

    def room(self, index: int, along: bool) -> float:
        edge = self.network.edges[index]
        value = edge.value + self.moved.get(index, 0)
        return edge.high - value if along else value - edge.low

    def other_end(self, index: int, along: bool) -> Node:
        edge = self.network.edges[index]
        return edge.head if along else edge.tail

    def free(self, goal: float) -> None:
        """Move as far as `goal` through what is hidden already."""
        while self.done < goal and (path := self.shortest_hidden()):
            self.walk(path, goal)

    def ways(self, lacking: float) -> list[tuple[float, list[Step]]]:
        """Ways to move further, each with its price for a step: the cheapest, and the cheapest that goes all the way."""
        paths = [self.cheapest(at_least=least) for least in {1, lacking} if lacking >= 1]
        return [(self.price(path) / min(lacking, self.narrowest(path)), path) for path in paths if path]

    def price(self, path: list[Step]) -> float:
        edges = (self.network.edges[index] for index, _ in path)
        return sum(edge.cost for edge in edges if not edge.hidden)

    def narrowest(self, path: list[Step]) -> float:
        return min(self.room(*step) for step in path)

    def walk(self, path: list[Step], goal: float) -> None:
        amount = min(goal - self.done, self.narrowest(path))
        for index, along in path:
            self.moved[index] = self.moved.get(index, 0) + (amount if along else -amount)
        self.done += amount

    def shortest_hidden(self) -> list[Step]:
        start, goal = self.ends
        came: dict[Node, tuple[Node, Step] | None] = {start: None}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for step in self.network.steps[node]:
                if step[0] == self.index or not self.network.edges[step[0]].hidden or self.room(*step) < 1:
                    continue
                reached = self.other_end(*step)
                if reached not in came:
                    came[reached] = (node, step)
                    if reached == goal:
                        return way_back(came, goal)
                    queue.append(reached)
        return []

    def cheapest(self, *, at_least: float) -> list[Step]:
        start, goal = self.ends
        came: dict[Node, tuple[Node, Step] | None] = {start: None}
        best: dict[Node, float] = {start: 0}
        turn = count()
        queue: list[tuple[float, int, Node]] = [(0, next(turn), start)]
        while queue:
            cost, _, node = heappop(queue)
            if node == goal:
                return way_back(came, goal)
            if cost > best[node]:
                continue
            for step in self.network.steps[node]:
                if step[0] == self.index or self.room(*step) < at_least:
                    continue
                reached = self.other_end(*step)
                edge = self.network.edges[step[0]]
                price = cost + (0 if edge.hidden else edge.cost)
                if price < best.get(reached, inf):
                    best[reached], came[reached] = price, (node, step)
                    heappush(queue, (price, next(turn), reached))
        return []


def way_back(came: dict[Node, tuple[Node, Step] | None], goal: Node) -> list[Step]:
    path: list[Step] = []
    while before := came[goal]:
        goal, step = before
        path.append(step)
    return path[::-1]
