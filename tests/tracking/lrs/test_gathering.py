"""What arrives at the same moment is written together, and a refusal meets only who deserves it."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

import pytest

from tracking.lrs import gathering


class Writer:
    """Writes words, the word "slow" not before it is let go, and refuses all that come with "bad"."""

    def __init__(self) -> None:
        self.begun, self.let_go = Event(), Event()
        self.written: list[list[str]] = []

    def write(self, words: list[str]) -> list[str]:
        if "slow" in words:
            self.begun.set()
            assert self.let_go.wait(10)
        if "bad" in words:
            raise ValueError("bad")
        self.written.append(words)
        return [word.upper() for word in words]


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def begun(threads: ThreadPoolExecutor, writer: Writer, *words: str, of: str = "x", size: int = 1) -> list[Future[str]]:
    """Those that come while "slow" is written; they are waiting when this returns."""
    results = [threads.submit(gathering.together, of=of, work="slow", size=1, write=writer.write)]
    assert writer.begun.wait(10)
    for number, word in enumerate(words, start=1):
        results.append(threads.submit(gathering.together, of=of, work=word, size=size, write=writer.write))
        until = monotonic() + 10
        while len(gathering.tables[hash(of) % gathering.TABLES].waiting) < number and monotonic() < until:
            sleep(0.001)
    return results


def test_who_comes_alone_writes_at_once(writer: Writer) -> None:
    assert gathering.together(of="x", work="one", size=1, write=writer.write) == "ONE"
    assert writer.written == [["one"]]


def test_those_who_come_while_one_is_written_are_written_together(writer: Writer, threads: ThreadPoolExecutor) -> None:
    results = begun(threads, writer, "a", "b", "c")
    writer.let_go.set()
    assert [result.result(10) for result in results] == ["SLOW", "A", "B", "C"]
    assert [sorted(words) for words in writer.written] == [["slow"], ["a", "b", "c"]]


def test_where_they_are_refused_together_each_writes_its_own(writer: Writer, threads: ThreadPoolExecutor) -> None:
    slow, good, bad, fine = begun(threads, writer, "good", "bad", "fine")
    writer.let_go.set()
    assert (slow.result(10), good.result(10), fine.result(10)) == ("SLOW", "GOOD", "FINE")
    with pytest.raises(ValueError, match="bad"):
        bad.result(10)
    assert sorted(writer.written[1:]) == [["fine"], ["good"]]


def test_no_more_is_written_together_than_may_be(writer: Writer, threads: ThreadPoolExecutor) -> None:
    results = begun(threads, writer, "a", "b", "c", size=gathering.MOST // 2)
    writer.let_go.set()
    assert sorted(result.result(10) for result in results) == ["A", "B", "C", "SLOW"]
    assert sorted(map(len, writer.written)) == [1, 1, 2]


def test_who_brings_for_another_is_not_written_along(
    writer: Writer, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "tables", [gathering.Table()] * gathering.TABLES)
    slow, mine = begun(threads, writer, "mine")
    other = threads.submit(gathering.together, of="y", work="other", size=1, write=writer.write)
    sleep(0.05)
    writer.let_go.set()
    assert (slow.result(10), mine.result(10), other.result(10)) == ("SLOW", "MINE", "OTHER")
    assert sorted(writer.written[1:]) == [["mine"], ["other"]]


def test_nobody_waits_for_long_for_a_writer_who_waits_himself(
    writer: Writer, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "PATIENCE", 0.05)
    slow, quick = begun(threads, writer, "quick")
    assert quick.result(10) == "QUICK"
    assert not slow.done()
    writer.let_go.set()
    assert slow.result(10) == "SLOW"
