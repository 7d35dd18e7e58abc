"""What the record store is filled with: lessons read and tests passed, by thousands of people, as rows and as requests.

Everything follows from a statement's number, so that two runs fill alike.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from tracking.lrs import serving
from tracking.lrs.rules import actor_key, key_of, mentions
from tracking.lrs.statement import decode

TENANT = UUID("0190b6a0-0000-7000-8000-00000000be01")
FROM = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
PEOPLE, ACTIVITIES, COURSES, INSTRUCTORS = 5_000, 600, 40, 50
#: They come without a version, and with a moment whose zone is written "+00:00".
LACKS = serving.VERSION | serving.UTC
#: Statements within one registration, and from one that speaks of another to the next.
IN_A_REGISTRATION, TO_A_REFERENCE = 40, 500
VERBS = tuple(
    f"https://w3id.org/xapi/adl/verbs/{name}"
    for name in ("initialized", "read", "answered", "passed", "failed", "completed", "terminated", "rated")
)


def ident(number: int) -> UUID:
    return UUID(int=(0xBE << 120) | (number * 0x9E3779B97F4A7C15) % (1 << 64) | (4 << 76) | (2 << 62))


def person(number: int) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": f"p{number}"}}


def activity(number: int) -> str:
    return f"https://lms.example/activities/{number}"


def course(number: int) -> str:
    return f"https://lms.example/courses/{number}"


def registration(number: int) -> UUID:
    return UUID(int=(0x5D << 120) | (number // IN_A_REGISTRATION) | (4 << 76) | (2 << 62))


def stored(number: int) -> datetime:
    """One statement a second."""
    return FROM + timedelta(seconds=number)


def who(number: int) -> int:
    """Somebody for each registration, spread over all."""
    return (number // IN_A_REGISTRATION) * 7919 % PEOPLE


def statement(number: int, named: UUID | None = None) -> dict[str, Any]:
    """A statement as a program sends it, some 900 bytes long."""
    lesson = number * 31 % ACTIVITIES
    definition = {
        "name": {"en": f"Lesson {lesson}", "ar": f"الدرس {lesson}"}, "type": "http://adlnet.gov/expapi/activities/lesson",
    }  # fmt: skip
    return {
        "id": str(named or ident(number)),
        "actor": person(who(number)),
        "verb": {"id": VERBS[number * 5 % 8], "display": {"en": VERBS[number * 5 % 8].rpartition("/")[2]}},
        "object": {"id": activity(lesson), "definition": definition},
        "result": {"score": {"scaled": 0.75, "raw": 15, "min": 0, "max": 20}, "success": True, "duration": "PT7M12.5S"},
        "context": {
            "registration": str(registration(number)),
            "instructor": person(PEOPLE + number % INSTRUCTORS),
            "contextActivities": {"parent": [{"id": course(lesson % COURSES)}]},
            "platform": "Clearway",
            "language": "en",
        },
        "timestamp": stored(number).isoformat(),
    }


@cache
def body(count: int) -> bytes:
    """The request of so many statements, with a place for each identifier."""
    several = [statement(number * 41) | {"id": "%s"} for number in range(count)]
    return json.dumps(several if count > 1 else several[0], ensure_ascii=False).replace("%s", "%b").encode()


def request(count: int) -> bytes:
    return body(count) % tuple(str(uuid4()).encode() for _each in range(count))


@dataclass(frozen=True, kw_only=True)
class Row:
    """A statement's columns, and whom and what it mentions."""

    columns: tuple[Any, ...]
    mentioned: tuple[UUID, ...]


@cache
def columns_of(lesson: int) -> tuple[UUID, UUID]:
    return key_of(activity(lesson)), key_of(course(lesson % COURSES))


@cache
def key_of_person(number: int) -> UUID:
    return key_of(f"account:https://lms.example\np{number}")


@cache
def key_of_verb(number: int) -> UUID:
    return key_of(VERBS[number])


COLUMNS = (
    "seq", "tenant", "statement_id", "stored", "timestamp", "skew_ms", "actor", "verb", "about", "registration",
    "refers_to", "is_voiding", "is_voided", "origin", "credential_id", "version", "lacks", "text",
)  # fmt: skip


def row(number: int, *, seq: int, credential: int, tenant: UUID = TENANT) -> Row:
    """As `storing` would write statement `number`; every five hundredth speaks of the one before it."""
    told = statement(number)
    about, parent = columns_of(number * 31 % ACTIVITIES)
    target = None
    if number % TO_A_REFERENCE == TO_A_REFERENCE - 1:
        target = ident(number - 1)
        told["object"] = {"objectType": "StatementRef", "id": str(target)}
        del told["context"]["platform"]
    at, text = stored(number), json.dumps(told, ensure_ascii=False)
    return Row(
        columns=(
            seq, tenant, ident(number), at, at, 0, key_of_person(who(number)), key_of_verb(number * 5 % 8),
            None if target else about, registration(number), target, False, False, "external", credential, "1.0.3",
            LACKS, text,
        ),
        mentioned=(key_of_person(PEOPLE + number % INSTRUCTORS), parent),
    )  # fmt: skip


def check() -> None:
    """That the columns made here are those that the store would make."""
    one, made = decode(json.dumps(statement(7))), row(7, seq=1, credential=1)
    by_name = dict(zip(COLUMNS, made.columns, strict=True))
    assert by_name["actor"] == actor_key(one.actor)
    assert by_name["about"] == key_of(str(one.object.id))
    assert by_name["lacks"] == serving.lacks(one)
    assert set(made.mentioned) == mentions(one)


def rows(first: int, past: int, *, credential: int, tenant: UUID = TENANT) -> Iterator[Row]:
    """Statement `number` lies at the place `number + 1`."""
    return (row(number, seq=number + 1, credential=credential, tenant=tenant) for number in range(first, past))
