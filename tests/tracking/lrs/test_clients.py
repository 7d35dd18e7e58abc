"""Programs of others: tincan writes to a running server and reads back; the command lets one in."""

import json
from copy import deepcopy
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
import tincan
from django.core.management import CommandError, call_command

from lms.core.clock import now
from lms.people import actions as people
from tests.tracking.lrs.making import AMINA, LESSON, READ, VESNA, client, launch
from tracking.lrs.models import Credential, Statement
from tracking.lrs.scopes import Scope


def remote(url: str, credential: Credential, secret: str) -> tincan.RemoteLRS:
    return tincan.RemoteLRS(endpoint=f"{url}/xapi/", username=credential.key, password=secret, version="1.0.3")


def reading() -> tincan.Statement:
    return tincan.Statement(actor=deepcopy(AMINA), verb={"id": READ}, object={"id": LESSON})


@pytest.mark.django_db(transaction=True)
def test_tincan_writes_and_reads_back(live_server: Any) -> None:
    lrs = remote(live_server.url, *client())
    saved = lrs.save_statement(reading())
    batch = lrs.save_statements([reading(), reading()])
    one = lrs.retrieve_statement(saved.content.id)
    page = lrs.query_statements({"verb": tincan.Verb(id=READ), "limit": 2})
    rest = lrs.more_statements(page.content)
    assert (saved.success, batch.success, one.success, page.success, rest.success) == (True,) * 5
    assert one.content.object.id == LESSON
    assert [len(page.content.statements), len(rest.content.statements)] == [2, 1]
    assert Statement.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_tincan_writes_with_a_launch_and_is_refused_beyond_it(live_server: Any) -> None:
    lrs = remote(live_server.url, *launch(now()))
    foreign = reading()
    foreign.object.id = "https://lms.example/lessons/12"
    assert lrs.save_statement(reading()).success is True
    assert lrs.save_statement(foreign).response.status == 403
    assert [row.typed.object.id for row in Statement.objects.all()] == [LESSON]


def printed(*arguments: str) -> dict[str, str]:
    out = StringIO()
    call_command("lrs_client", *arguments, stdout=out)
    (line,) = out.getvalue().splitlines()
    return json.loads(line)


@pytest.fixture
def tenants(db: None) -> list[UUID]:
    return [
        people.open_administration(code=code, name=code.title(), by=None, at=now()).uid
        for code in ("sanderra", "orland")
    ]


def test_the_command_prints_a_key_and_its_secret_for_the_first_administration(tenants: list[UUID]) -> None:
    pair = printed("warehouse", "--scope", "all")
    credential = Credential.objects.get(key=pair["key"])
    assert pair.keys() == {"key", "secret"}
    assert (credential.tenant, credential.scopes, credential.kind) == (tenants[0], [Scope.ALL], "external")


@pytest.mark.parametrize("spelling", ["code", "uid"])
def test_the_command_takes_a_code_or_a_uid(tenants: list[UUID], spelling: str) -> None:
    pair = printed("warehouse", "--tenant", "orland" if spelling == "code" else str(tenants[1]))
    credential = Credential.objects.get(key=pair["key"])
    assert (credential.tenant, credential.scopes) == (tenants[1], [Scope.WRITE, Scope.READ_MINE])


@pytest.mark.parametrize("named", ["atlantis", str(VESNA)])
def test_the_command_knows_no_administration_that_is_not_there(tenants: list[UUID], named: str) -> None:
    with pytest.raises(CommandError):
        printed("warehouse", "--tenant", named)
