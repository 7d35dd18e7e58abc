"""Who is certified, for which level, until when: the cases of the certification's terms."""

from datetime import UTC, date, datetime

import pytest

from certificates.rules import Decision, Piece, Standing, Terms, Verdict, days_left, decide, is_over, last_day

TERMS = Terms(lowest=2, highest=3, months_valid=24, months_window=3)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def held(level: int, state: str = "valid", *, since: str = "2025-06-28", ends: str | None = "2027-06-28") -> Standing:
    issued = day("2025-06-28")
    return Standing(level, state, issued, day(since), date.fromisoformat(ends) if ends else None)


OLD, NEW = day("2025-06-20"), day("2027-05-02")
DONE, DONE_AGAIN = day("2025-06-28"), day("2027-05-03")
COURSE, TEST, SEEN = Piece(1, OLD), Piece(2, OLD, None, 2), Piece(3, OLD, None, 3)
TEST_AGAIN, SEEN_AGAIN = Piece(2, NEW, None, 12), Piece(3, NEW, None, 13)
IN_WINDOW, TOO_SOON = day("2027-05-03"), day("2026-01-10")


@pytest.mark.parametrize(
    ("completed", "evidence", "standing", "at", "verdict", "level"),
    [
        pytest.param(None, [TEST], None, DONE, "not_completed", 0, id="a test alone is no certificate"),
        pytest.param(DONE, [], None, DONE, "level_not_shown", 0, id="nothing shown"),
        pytest.param(DONE, [COURSE], None, DONE, "level_not_shown", 0, id="having attended is not certified"),
        pytest.param(DONE, [COURSE, TEST], None, DONE, "issues", 2, id="a passed test gives level 2"),
        pytest.param(DONE, [COURSE, TEST, SEEN], None, DONE, "issues", 3, id="an observation gives level 3"),
        pytest.param(DONE, [Piece(4, OLD)], None, DONE, "issues", 3, id="never above what the course leads to"),
        pytest.param(
            DONE, [Piece(2, OLD, date(2025, 6, 27))], None, DONE, "level_not_shown", 0, id="evidence that has run out"
        ),
        pytest.param(DONE, [TEST], held(2), DONE, "held_already", 0, id="the same once more"),
        pytest.param(DONE, [TEST, SEEN_AGAIN], held(2), NEW, "raises", 3, id="a higher level at once"),
        pytest.param(DONE, [TEST], held(3), DONE, "held_already", 0, id="a lower level changes nothing"),
        pytest.param(DONE_AGAIN, [TEST, TEST_AGAIN], held(2), IN_WINDOW, "renews", 2, id="renewed within the window"),
        pytest.param(
            day("2026-01-09"), [TEST, Piece(2, day("2026-01-09"))], held(2), TOO_SOON, "too_early", 0, id="too early"
        ),
        pytest.param(
            DONE_AGAIN, [TEST], held(2), IN_WINDOW, "level_not_shown", 0, id="a renewal asks for new evidence"
        ),
        pytest.param(
            DONE_AGAIN, [SEEN, TEST_AGAIN], held(3), IN_WINDOW, "level_not_shown", 0, id="a renewal never lowers"
        ),
        pytest.param(
            DONE_AGAIN,
            [SEEN, TEST_AGAIN],
            held(3, "expired"),
            IN_WINDOW,
            "renews",
            2,
            id="after the end, what is shown",
        ),
        pytest.param(DONE_AGAIN, [TEST_AGAIN], held(2, ends=None), IN_WINDOW, "too_early", 0, id="without end"),
        pytest.param(DONE, [SEEN, SEEN_AGAIN], held(2, "suspended"), NEW, "suspended", 0, id="nothing while suspended"),
        pytest.param(
            DONE, [SEEN], held(2, "revoked", since="2026-01-01"), NEW, "nothing_new", 0, id="revoked for good"
        ),
        pytest.param(
            DONE_AGAIN, [SEEN, TEST_AGAIN], held(3, "revoked", since="2026-01-01"), NEW, "renews", 2, id="all anew"
        ),
    ],
)
def test_who_is_certified(completed, evidence, standing, at, verdict, level):
    decision = decide(TERMS, completed_at=completed, evidence=evidence, held=standing, at=at)
    assert (decision.verdict, decision.level) == (Verdict(verdict), level)


def test_a_decision_names_the_evidence_that_reaches_the_level_and_when_it_was_earned():
    later = Piece(3, day("2025-07-10"), None, 4)
    decision = decide(TERMS, completed_at=DONE, evidence=[TEST, later], held=None, at=day("2025-07-10"))
    assert decision == Decision(Verdict.ISSUES, 3, day("2025-07-10"), (4,))


@pytest.mark.parametrize(
    ("issued", "months", "ends"),
    [
        ("2026-06-28", 24, "2028-06-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-06-28", None, None),
    ],
)
def test_the_last_day_is_the_anniversary_or_the_end_of_a_shorter_month(issued, months, ends):
    wanted = date.fromisoformat(ends) if ends else None
    assert last_day(date.fromisoformat(issued), months) == wanted


def test_the_last_day_still_counts():
    end = date(2028, 6, 28)
    assert [is_over(expires_on=end, today=date(2028, 6, n)) for n in (27, 28, 29)] == [False, False, True]
    assert [days_left(expires_on=end, today=date(2028, 6, n)) for n in (27, 28, 29)] == [1, 0, 0]
    assert (is_over(expires_on=None, today=end), days_left(expires_on=None, today=end)) == (False, None)
