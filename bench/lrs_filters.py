"""Ten questions that readers of a record store ask: as a request, and as the SQL that a careful hand would prepare."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from bench import lrs_crowd as crowd
from tracking.lrs.rules import key_of, member_key_of

TIMES = 60
PAGE = 101
S, KEY, MENTION = "tracking_statement", "tracking_statementkey", "tracking_mention"
SHOWN = "s.seq, s.statement_id, s.stored, s.timestamp, s.version, s.credential_id, s.lacks, s.text"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A filter: its parameters, and the SQL for it with its values."""

    name: str
    asked: dict[str, str]
    sql: str
    values: Sequence[Any]

    @property
    def path(self) -> str:
        return f"/xapi/statements?{urlencode(self.asked)}"


def page(name: str, asked: dict[str, str], branches: Sequence[str], values: Sequence[Any]) -> Question:
    """The newest hundred of any branch: each branch walks one index. Those that speak of them are left to the store."""
    newest = " UNION ".join(f"SELECT seq FROM ({branch} ORDER BY seq DESC LIMIT {PAGE}) b" for branch in branches)
    sql = f"SELECT {SHOWN} FROM {S} s WHERE seq IN ({newest}) ORDER BY seq DESC LIMIT {PAGE}"
    return Question(name=name, asked=asked, sql=sql, values=values)


def direct(where: str) -> str:
    return f"SELECT seq FROM {S} WHERE tenant = %s AND {where} AND NOT is_voided"


def mentioned() -> str:
    return f"SELECT seq FROM {MENTION} WHERE tenant = %s AND key = %s"


def questions(count: int) -> list[Question]:
    """About statement `number`, which is in the middle."""
    number = count // 2
    who, tenant, middle = crowd.who(number), crowd.TENANT, crowd.ident(number)
    agent, actor = json.dumps(crowd.person(who)), crowd.key_of_person(who)
    verb, lesson = crowd.VERBS[1], number * 31 % crowd.ACTIVITIES
    about, instructor = crowd.columns_of(lesson)[0], crowd.PEOPLE + 3
    parent = crowd.course(lesson % crowd.COURSES)
    since = crowd.stored(number)
    one = f"SELECT {SHOWN} FROM {S} s JOIN {KEY} k ON k.seq = s.seq WHERE k.tenant = %s AND k.statement_id = %s"
    newest = f"SELECT {SHOWN} FROM {S} s WHERE tenant = %s AND NOT is_voided ORDER BY seq DESC LIMIT {PAGE}"
    after = (
        f"SELECT {SHOWN} FROM {S} s WHERE tenant = %s AND stored > %s AND NOT is_voided ORDER BY seq DESC LIMIT {PAGE}"
    )
    both = "actor = %s AND verb = %s"
    of_agent = [direct("actor = %s"), direct("about = %s"), mentioned()]
    return [
        Question(name="by id", asked={"statementId": str(middle)}, sql=one, values=[tenant, middle]),
        Question(name="newest", asked={}, sql=newest, values=[tenant]),
        Question(name="since", asked={"since": since.isoformat()}, sql=after, values=[tenant, since]),
        page("agent", {"agent": agent}, of_agent, [tenant, actor, tenant, actor, tenant, member_key_of(actor)]),
        page("verb", {"verb": verb}, [direct("verb = %s")], [tenant, key_of(verb)]),
        page("activity", {"activity": crowd.activity(lesson)}, [direct("about = %s")], [tenant, about]),
        page(
            "registration", {"registration": str(crowd.registration(number))}, [direct("registration = %s")],
            [tenant, crowd.registration(number)],
        ),
        page("agent and verb", {"agent": agent, "verb": verb}, [direct(both)], [tenant, actor, key_of(verb)]),
        page(
            "related agents", {"agent": json.dumps(crowd.person(instructor)), "related_agents": "true"}, [mentioned()],
            [tenant, crowd.key_of_person(instructor)],
        ),
        page(
            "related activities", {"activity": parent, "related_activities": "true"}, [mentioned()],
            [tenant, key_of(parent)],
        ),
    ]  # fmt: skip


def prepared(question: Question) -> float:
    """Milliseconds of the SQL alone, prepared, with its rows fetched: the median of many times."""
    with connection.cursor() as cursor:
        run = runner(cursor, question)
        run()
        return timed(run)


def timed(run: Callable[[], Any]) -> float:
    taken: list[float] = []
    until = time.perf_counter() + 4
    while len(taken) < TIMES and (time.perf_counter() < until or len(taken) < 3):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return median(taken) * 1000


def runner(cursor: Any, question: Question) -> Callable[[], Any]:
    if connection.vendor == "postgresql":
        import psycopg

        server_side = psycopg.Cursor(cursor.connection)
        return lambda: server_side.execute(question.sql, question.values, prepare=True).fetchall()
    from bench.lrs_filling import as_sqlite

    values = [as_sqlite(value) for value in question.values]
    return lambda: cursor.connection.execute(question.sql.replace("%s", "?"), values).fetchall()
