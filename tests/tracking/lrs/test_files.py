"""Statements in and out as files, and the filters that say which."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from lms.people.models import Administration
from tests.tracking.lrs.making import (
    AMINA,
    AT,
    JONAS,
    LESSON,
    ORLAND,
    PASSED,
    READ,
    REGISTRATION,
    VESNA,
    body,
    client,
    statement,
)
from tracking.lrs import actions, importing, queries
from tracking.lrs.browsing import queries as browsing
from tracking.lrs.browsing.files import csv_lines, json_lines
from tracking.lrs.browsing.queries import Filters, NotAFilter, Number
from tracking.lrs.models import Credential, Statement
from tracking.lrs.privacy.queries import pseudonyms_of
from tracking.lrs.sealing.actions import seal_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def idents() -> list[str]:
    credential, _ = client()
    parent = {"contextActivities": {"parent": [{"id": LESSON}]}, "registration": str(REGISTRATION)}
    several = [
        statement(), statement(actor=JONAS), statement(verb={"id": PASSED}),
        statement(object={"id": f"{LESSON}/2"}, context=parent),
    ]  # fmt: skip
    actions.store(credential=client(ORLAND)[0], body=body(*several), at=AT)
    return [
        str(actions.store(credential=credential, body=body(one), at=AT + timedelta(days=number))[0])
        for number, one in enumerate(several)
    ]


def found(**given: str) -> list[str]:
    return [str(row.statement_id) for row in browsing.stream(Filters.of(given), tenant=VESNA)]


def test_every_filter_finds_what_it_says_and_nothing_of_another_tenant(idents: list[str]) -> None:
    first, second, third, fourth = idents
    assert found() == idents
    assert found(verb=PASSED) == [third]
    assert found(activity=LESSON) == [first, second, third]
    assert found(activity=LESSON, related="1") == idents
    assert found(registration=str(REGISTRATION)) == [fourth]
    assert found(like=second) == [second]
    assert found(statement=third) == [third]
    assert found(origin="launch") == []
    assert found(since="2027-03-02", until="2027-03-03") == [second, third]
    Statement.objects.filter(statement_id=first).update(is_voided=True)
    assert (found(), found(voided="1")) == (idents[1:], idents)
    assert found(like=str(uuid4())) == []


@pytest.mark.parametrize("given", [{"verb": "no iri"}, {"like": "1"}, {"since": "yesterday"}, {"origin": "moon"}])
def test_a_value_that_is_none_of_its_filter_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(NotAFilter) as refused:
        Filters.of(given)
    assert [str(refused.value)] == list(given)


def test_filters_survive_in_an_address() -> None:
    from urllib.parse import parse_qsl

    filters = Filters(verb=READ, like=uuid4(), since=AT.date(), related=True)
    assert Filters.of(dict(parse_qsl(filters.query()))) == filters


def test_pages_go_on_where_the_last_one_ended(idents: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "PAGE", 3)
    rows, before = browsing.page(Filters(), tenant=VESNA)
    more, none = browsing.page(Filters(), tenant=VESNA, before=before)
    assert [str(row.statement_id) for row in rows + more] == idents[::-1]
    assert none is None


def test_a_number_says_how_sure_it_is(idents: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    seal_all(at=AT + timedelta(days=9))
    assert browsing.how_many(Filters(), tenant=VESNA) == Number(4, "about")
    assert browsing.how_many(Filters(verb=READ), tenant=VESNA) == Number(3, "about")
    assert browsing.how_many(Filters(activity=LESSON), tenant=VESNA) == Number(3, "exactly")
    monkeypatch.setattr(browsing, "MOST_COUNTED", 2)
    assert browsing.how_many(Filters(activity=LESSON), tenant=VESNA) == Number(2, "more")


@pytest.mark.parametrize("size", [2, 500])
def test_a_stream_asks_as_often_as_there_are_chunks(
    idents: list[str], size: int, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(browsing, "CHUNK", size)
    with django_assert_num_queries({2: 4, 500: 3}[size]):
        assert len(list(json_lines(browsing.stream(Filters(), tenant=VESNA), None))) == 4


def test_json_lines_are_the_statements_as_they_are_served(idents: list[str]) -> None:
    rows = list(browsing.stream(Filters(), tenant=VESNA))
    assert b"".join(json_lines(rows, None)).splitlines() == [queries.exact(row) for row in rows]
    assert b"officer-q7x0" not in b"".join(json_lines(rows, pseudonyms_of(VESNA)))


def test_csv_has_a_row_each_and_no_cell_is_a_formula() -> None:
    credential, _ = client()
    whole = statement(
        actor={"account": {"homePage": "https://lms.example", "name": "=1+1"}},
        result={"success": True, "score": {"scaled": -0.5, "raw": 1.5}, "duration": "PT1M"},
    )
    actions.store(credential=credential, body=body(whole), at=AT)
    text = b"".join(csv_lines(browsing.stream(Filters(), tenant=VESNA), None)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["actor"], row["score_scaled"], row["success"], row["voided"], row["completion"]) == (
        "'=1+1", "-0.5", "true", "false", "",
    )  # fmt: skip


def test_a_refused_line_is_told_of_and_the_others_are_stored() -> None:
    credential, _ = client()
    good = [json.dumps(statement(actor=one)).encode() for one in (AMINA, JONAS)]
    lines = [good[0], b"", b"no json", b"[]", json.dumps(statement(verb={"id": "x"})).encode(), good[1]]
    (report,) = importing.load(lines, credential=credential, at=AT)
    assert (report.stored, Statement.objects.count()) == (2, 2)
    assert [(each.line, each.code, each.path) for each in report.refused] == [
        (3, "wrong_type", "$"), (4, "wrong_type", "$"), (5, "not_an_iri", "$.verb.id"),
    ]  # fmt: skip


@pytest.mark.usefixtures("cast")
def test_what_was_exported_is_imported_elsewhere_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, there = Administration.objects.get(code="scbs"), Administration.objects.get(code="tirvan")
    credential, _ = client(here.uid)
    several = [statement(result={"score": {"raw": 1.5}}) for _ in range(5)]
    actions.store(credential=credential, body=body(*several), at=AT)
    file = tmp_path / "statements.jsonl"
    call_command("lrs_export", tenant="scbs", out=file)
    call_command("lrs_import", str(file), tenant="tirvan", dry_run=True)
    assert Statement.objects.filter(tenant=there.uid).count() == 0
    for _ in range(2):
        call_command("lrs_import", str(file), tenant="tirvan")
    assert Statement.objects.filter(tenant=there.uid).count() == 5
    assert capsys.readouterr().out.splitlines() == ["5 would be stored, 0 refused"] + ["5 stored, 0 refused"] * 2
    assert Credential.objects.filter(tenant=there.uid, revoked_at=None).count() == 0


@pytest.mark.usefixtures("cast")
def test_the_commands_seal_verify_and_say_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    of = Administration.objects.get(code="scbs").uid
    credential, _ = client(of)
    actions.store(credential=credential, body=body(statement(), statement()), at=AT)
    call_command("lrs_seal")
    call_command("lrs_verify", tenant="scbs")
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "1 segments"
    assert "2 statements and 0 tombstones in 1 segments, 0 findings; 0 not sealed yet; head " in told[1]
    row = Statement.objects.first()
    Statement.objects.filter(seq=row.seq).update(version="2.0.0")
    with pytest.raises(SystemExit):
        call_command("lrs_verify")
    assert capsys.readouterr().out.splitlines()[0] == f"{of}: changed at {row.seq}"


@pytest.mark.usefixtures("cast")
def test_the_command_erases_for_good_only_when_told_so_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    credential, _ = client(Administration.objects.get(code="scbs").uid)
    actions.store(credential=credential, body=body(statement()), at=AT)
    asked = {"agent": json.dumps(AMINA), "tenant": "scbs"}
    call_command("lrs_erase", **asked)
    assert (capsys.readouterr().out[:17], Statement.objects.count()) == ('{"statements": 1,', 1)
    with pytest.raises(CommandError):
        call_command("lrs_erase", for_good=True, **asked)
    call_command("lrs_erase", for_good=True, reason="asked to", **asked)
    assert Statement.objects.count() == 0
    with pytest.raises(CommandError):
        call_command("lrs_erase", agent="{}", tenant="scbs")
