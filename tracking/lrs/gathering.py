"""What arrives at the same moment is written together: a transaction costs more than the statement in it.

Whoever comes first writes at once. Those who come while it is written wait for each other, and the first of them writes what
all of them brought, in one transaction. Nobody waits for anybody who has not come yet, and nobody is answered before the
commit. Where what was brought together is refused, each writes its own, so that a refusal meets only who deserves it.
"""

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar

Work = TypeVar("Work")
Answer = TypeVar("Answer")
#: How much is written together at most, in whatever `size` counts.
MOST = 500
#: Seconds to wait for those who are writing. They may be waiting themselves, for a writer elsewhere.
PATIENCE = 1.0
TABLES = 16


@dataclass(eq=False)
class Turn(Generic[Work, Answer]):
    """One who has come, and what became of it."""

    of: Hashable
    work: Work
    size: int
    answers: list[Answer] = field(default_factory=list)


class Table:
    """Where those wait whose turn comes together."""

    def __init__(self) -> None:
        self.busy, self.door = Lock(), Lock()
        self.waiting: deque[Turn[Any, Any]] = deque()

    def enter(self, turn: Turn[Any, Any]) -> None:
        with self.door:
            self.waiting.append(turn)

    def leave(self, turn: Turn[Any, Any]) -> bool:
        """Whether it still waited, and now does no more."""
        with self.door:
            waited = turn in self.waiting
            if waited:
                self.waiting.remove(turn)
        return waited

    def take(self, turn: Turn[Any, Any]) -> list[Turn[Any, Any]]:
        """This one, unless another has taken it, and those like it who have come by now."""
        if not self.leave(turn):
            return []
        taken, size = [turn], turn.size
        with self.door:
            for other in list(self.waiting):
                if other.of == turn.of and size + other.size <= MOST:
                    self.waiting.remove(other)
                    taken.append(other)
                    size += other.size
        return taken


tables = [Table() for _number in range(TABLES)]


def together(*, of: Hashable, work: Work, size: int, write: Callable[[list[Work]], list[Answer]]) -> Answer:
    """The answer of `write` to this work, which it may be given with other work that is `of` the same.

    `write` gives an answer for each, or raises and has done nothing.
    """
    table = tables[hash(of) % TABLES]
    turn: Turn[Work, Answer] = Turn(of, work, size)
    table.enter(turn)
    if not table.busy.acquire(timeout=PATIENCE):
        if table.leave(turn):
            return write([work])[0]
        table.busy.acquire()  # somebody is writing it just now
    try:
        taken = table.take(turn)
        if len(taken) == 1:
            return write([work])[0]
        if taken:
            write_all(taken, write)
    finally:
        table.busy.release()
    return turn.answers[0] if turn.answers else write([work])[0]


def write_all(taken: list[Turn[Work, Answer]], write: Callable[[list[Work]], list[Answer]]) -> None:
    """Answer everyone, or nobody where what they brought cannot be written together."""
    try:
        answers = write([turn.work for turn in taken])
    except Exception:  # whose fault it is shows when each tries again
        return
    for turn, answer in zip(taken, answers, strict=True):
        turn.answers.append(answer)
