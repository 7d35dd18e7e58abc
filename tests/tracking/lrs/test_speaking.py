"""Statements that speak of what fits come with it, whether all is asked at once or one after the other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from tests.tracking.lrs.making import (
    AMINA,
    AT,
    JONAS,
    LESSON,
    PASSED,
    READ,
    REGISTRATION,
    VOIDED,
    body,
    client,
    statement,
)
from tracking.lrs import actions, finding, queries, speaking, sql
from tracking.lrs.models import Credential
from tracking.lrs.queries import Wanted
from tracking.lrs.rules import key_of
from tracking.lrs.walking import Window

pytestmark = pytest.mark.django_db
FIRST, SECOND, OTHER, CONFIRMED, CONFIRMED_AGAIN, TAKEN_BACK, TAKES_BACK = (
    str(UUID(int=(4 << 76) | (2 << 62) | number)) for number in range(1, 8)
)
AMINA_KEY = key_of(f"account:{AMINA['account']['homePage']}\n{AMINA['account']['name']}")
NARROW: dict[str, Wanted] = {
    "registration": {"registration": REGISTRATION},
    "registration and verb": {"registration": REGISTRATION, "verb": READ},
    "registration and activity": {"registration": REGISTRATION, "activity": LESSON},
}
#: These are asked one after the other, and find the same.
OTHERS: dict[str, Wanted] = {
    "agent and verb": {"actor": AMINA_KEY, "verb": READ},
    "agent and activity": {"actor": AMINA_KEY, "activity": LESSON},
    "related": {"registration": REGISTRATION, "actor": AMINA_KEY, "related_agents": True},
}


def about(ident: str, verb: str) -> dict[str, Any]:
    return statement(actor=JONAS, verb={"id": verb}, object={"objectType": "StatementRef", "id": ident})


@pytest.fixture
def reader() -> Credential:
    """Amina read twice in one registration and passed in none; Jonas confirms, confirms that, and takes one back."""
    credential, _ = client()
    within = {"context": {"registration": str(REGISTRATION)}}
    for said in (
        statement(id=FIRST, **within), statement(id=SECOND, **within),
        statement(id=TAKEN_BACK, **within), statement(id=OTHER, verb={"id": PASSED}, object={"id": "https://x.example/a"}),
        about(FIRST, "https://x.example/confirmed") | {"id": CONFIRMED},
        about(CONFIRMED, "https://x.example/confirmed") | {"id": CONFIRMED_AGAIN},
        about(TAKEN_BACK, VOIDED) | {"id": TAKES_BACK},
    ):  # fmt: skip
        actions.store(credential=credential, body=body(said), at=AT)
    return credential


def page(reader: Credential, wanted: Wanted, *, most: int = 10, ascending: bool = False) -> list[str]:
    window = Window(ascending=ascending, cursor=None, most=most)
    found = finding.page(
        queries.reach_of(reader) or {}, window=window, times={"since": None, "until": None}, wanted=wanted
    )  # fmt: skip
    return [str(row.ident) for row in found]


@pytest.mark.parametrize("name", NARROW | OTHERS)
@pytest.mark.parametrize("few", [speaking.FEW, 1])
def test_a_narrow_filter_finds_what_speaks_of_what_fits_however_much_does(
    reader: Credential, monkeypatch: pytest.MonkeyPatch, name: str, few: int
) -> None:
    for module in (speaking, finding):
        monkeypatch.setattr(module, "FEW", few)
    wanted = (NARROW | OTHERS)[name]
    assert page(reader, wanted) == [TAKES_BACK, CONFIRMED_AGAIN, CONFIRMED, SECOND, FIRST]
    assert page(reader, wanted, most=2) == [TAKES_BACK, CONFIRMED_AGAIN]
    assert page(reader, wanted, most=3, ascending=True) == [FIRST, SECOND, CONFIRMED]


@pytest.mark.parametrize("name", NARROW)
def test_a_narrow_filter_costs_one_exchange_on_postgres(
    reader: Credential, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    exchanges: list[int] = []
    exchange = sql.exchange

    def counted(questions: Sequence[sql.Question]) -> list[list[sql.Row]]:
        exchanges.append(len(questions))
        return exchange(questions)

    monkeypatch.setattr(sql, "exchange", counted)
    page(reader, NARROW[name])
    assert exchanges == ([3] if sql.is_postgres() else [1, 1])


def test_a_filter_that_may_fit_many_or_in_many_ways_is_not_asked_at_once() -> None:
    many: list[Wanted] = [
        {"actor": AMINA_KEY},
        {"verb": READ},
        {"activity": LESSON},
        {"verb": READ, "activity": LESSON},
        {},
    ]
    assert not any(map(speaking.should_fit_few, [*many, *OTHERS.values()]))
