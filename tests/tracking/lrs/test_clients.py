"""Programs of others: tincan writes to a running server and reads back; the command lets one in."""

import json
import subprocess
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import tincan
from django.core.management import CommandError, call_command
from playwright._impl._driver import compute_driver_executable

from lms.core.clock import now
from lms.people import actions as people
from tests.tracking.lrs.making import AMINA, LESSON, READ, VESNA, client, launch
from tracking.lrs.documents.models import Document
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_a_program_in_javascript_writes_and_reads_back(live_server: Any, version: str) -> None:
    node, _ = compute_driver_executable()  # the one inside Playwright, so that tests need no other
    credential, secret = client()
    command = [node, str(Path(__file__).with_name("client.mjs")), f"{live_server.url}/xapi/"]
    done = subprocess.run(
        [*command, credential.key, secret, version], capture_output=True, timeout=60, check=False, text=True
    )
    assert not done.stderr, done.stderr[-1500:]  # its end: before it, Node.js quotes a line of a quarter of a megabyte
    agent = {"homePage": "https://lms.example", "name": "officer-q7x0"}
    assert json.loads(done.stdout) == {
        "one": LESSON,
        "pages": [3, 1, ""],
        "voided": True,
        "attachment": [True, "a file -- with dashes"],
        "state": [{"page": 3, "chapter": 1}, ["bookmark"]],
        "statesLeft": [],
        "late": "refused",
        "profile": {"sound": "off"},
        "profiles": ["map"],
        "activity": {"objectType": "Activity", "id": LESSON, "definition": {"name": {"en": "Lesson"}}},
        "person": {"objectType": "Person", "account": [agent]},
        "versions": ["1.0.3", "2.0.0"],
    }


@pytest.mark.django_db(transaction=True)
def test_tincan_keeps_documents_and_looks_at_them_before_replacing(live_server: Any) -> None:
    lrs = remote(live_server.url, *client())
    agent, activity = tincan.Agent(deepcopy(AMINA)), tincan.Activity(id=LESSON)
    state = tincan.StateDocument(
        id="bookmark", content="page 3", activity=activity, agent=agent, content_type="text/plain"
    )
    profile = tincan.AgentProfileDocument(
        id="p", agent=agent, content='{"a":1}', content_type="application/json", etag="*"
    )
    assert lrs.save_state(state).success is True
    found = lrs.retrieve_state(activity, agent, "bookmark").content
    assert (bytes(found.content), Document.objects.get().content_type) == (b"page 3", "text/plain")
    assert lrs.retrieve_state_ids(activity, agent).content == ["bookmark"]
    assert lrs.clear_state(activity, agent).success is True
    assert lrs.save_agent_profile(profile).response.status == 412  # tincan sends If-Match, and there is none yet
    assert lrs.retrieve_agent_profile_ids(agent).content == []


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
