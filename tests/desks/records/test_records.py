"""The desk of learning records: whoever keeps them sees their own administration's, and nobody by name."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from lms.core import clock
from tests.cast import Cast, Role, enter
from tests.tracking.lrs.making import AMINA, JONAS, PASSED, body, client, headers, statement
from tests.tracking.lrs.other_store import OtherStore, serving
from tracking.lrs import actions
from tracking.lrs.erasing.models import RetentionRule
from tracking.lrs.forwarding.models import Target
from tracking.lrs.models import Credential, Statement
from tracking.lrs.sealing.actions import seal_all

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGES = ("index", "credentials", "credential_new", "forwarding", "target_new", "erasing")


def browser(person: Any) -> Client:
    found = Client()
    found.force_login(person, backend=BACKEND)
    return found


def keeper(cast: Cast, name: str, administration: Any, role: str = Role.ADMINISTRATOR) -> Client:
    """Someone who may open the editors' admin, and has the role."""
    person = enter(cast, name, administration, role)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return browser(person)


@pytest.fixture
def olena(cast: Cast) -> Client:
    """The administrator of Sanderra."""
    return keeper(cast, "olena", cast.sanderra)


@pytest.fixture
def theirs(cast: Cast) -> Client:
    """The administrator of Tirvan."""
    return keeper(cast, "goran", cast.tirvan)


@pytest.fixture
def rows(cast: Cast) -> list[Statement]:
    credential, _ = client(cast.sanderra.uid)
    several = [statement(), statement(actor=JONAS, verb={"id": PASSED}), statement(actor=JONAS)]
    for number, one in enumerate(several):
        actions.store(credential=credential, body=body(one), at=clock.now() - timedelta(days=3 - number))
    return list(Statement.objects.order_by("seq"))


@pytest.mark.parametrize("page", PAGES)
def test_only_an_administrator_comes_in(cast: Cast, olena: Client, page: str) -> None:
    address = reverse(f"records:{page}")
    hr = keeper(cast, "second", cast.sanderra, Role.HR)
    assert olena.get(address).status_code == 200
    assert (hr.get(address).status_code, browser(cast.amina).get(address).status_code) == (302, 302)
    assert olena.get(f"{address}?administration=tirvan").status_code == 404


def test_another_administration_finds_nothing_of_ours(cast: Cast, theirs: Client, rows: list[Statement]) -> None:
    credential, _ = client(cast.sanderra.uid)
    target = Target.objects.create(
        tenant=cast.sanderra.uid, name="x", endpoint="https://x.example", key="k", encrypted_secret=""
    )
    one = reverse("records:statement", args=[rows[0].statement_id])
    gets = [one, reverse("records:credential", args=[credential.pk]), reverse("records:target", args=[target.pk])]
    posts = [
        *gets[1:], reverse("records:credential_renew", args=[credential.pk]),
        reverse("records:credential_revoke", args=[credential.pk]),
        *[reverse("records:target_act", args=[target.pk, what]) for what in ("test", "retry", "replay", "end")],
    ]  # fmt: skip
    assert [theirs.get(address).status_code for address in gets] == [404] * 3
    assert [theirs.post(address).status_code for address in posts] == [404] * 8
    assert theirs.get(reverse("records:index")).context["rows"] == []
    like = {"like": str(rows[0].statement_id)}
    assert theirs.get(reverse("records:index"), like).context["rows"] == []
    for kind, lines in (("jsonl", 0), ("csv", 1)):
        file = theirs.get(reverse("records:export", args=[kind]))
        assert b"".join(file.streaming_content).count(b"\n") == lines
    asked = {"home_page": AMINA["account"]["homePage"], "name": "officer-q7x0", "reason": "x", "for_good": "yes"}
    theirs.post(reverse("records:erasing"), asked)
    assert Statement.objects.filter(tenant=cast.sanderra.uid).count() == 3


def test_statements_are_found_by_the_address_and_show_no_identifier(olena: Client, rows: list[Statement]) -> None:
    address = reverse("records:index")
    page = olena.get(address, {"verb": PASSED})
    assert [line["row"] for line in page.context["rows"]] == [rows[1]]
    same = olena.get(address, {"like": str(rows[1].statement_id)})
    assert [line["row"] for line in same.context["rows"]] == [rows[2], rows[1]]
    one = olena.get(reverse("records:statement", args=[rows[1].statement_id]))
    assert json.loads(one.context["text"])["verb"] == {"id": PASSED}
    told = [olena.get(address).content.decode(), one.content.decode()]
    assert [word for word in ("officer-q7x0", "officer-w1y2") for text in told if word in text] == []
    wrong = olena.get(address, {"since": "yesterday"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (200, ["since"])


def test_a_page_of_statements_costs_the_same_for_one_and_for_three(
    olena: Client, rows: list[Statement], django_assert_num_queries: Any
) -> None:
    address = reverse("records:index")
    olena.get(address)
    with django_assert_num_queries(18) as one:
        olena.get(address, {"verb": PASSED})
    with django_assert_num_queries(len(one)):
        olena.get(address, {"verb": rows[0].typed.verb.id})


def test_the_number_is_about_right_without_counting(olena: Client, rows: list[Statement]) -> None:
    seal_all(at=clock.now())
    text = olena.get(reverse("records:index")).content.decode()
    assert "About 3 statements" in text


def test_files_hold_what_the_address_asks_for_under_pseudonyms(olena: Client, rows: list[Statement]) -> None:
    lines, table = (
        b"".join(olena.get(reverse("records:export", args=[kind]), {"verb": PASSED}).streaming_content)
        for kind in ("jsonl", "csv")
    )
    (told,), (row,) = (
        [json.loads(line) for line in lines.splitlines()],
        list(csv.DictReader(io.StringIO(table.decode("utf-8-sig")))),
    )
    assert (told["id"], row["id"]) == (str(rows[1].statement_id), str(rows[1].statement_id))
    assert row["actor"] == told["actor"]["account"]["name"]
    assert b"officer-w1y2" not in lines + table
    assert olena.get(reverse("records:export", args=["csv"]), {"since": "x"}).status_code == 404


def test_a_secret_is_shown_once_works_and_can_be_renewed_and_revoked(cast: Cast, olena: Client) -> None:
    asked = {
        "name": "ministry",
        "scopes": ["statements/read"],
        "names": "opaque",
        "xapi_version": "2.0.0",
        "per_minute": 60,
    }
    shown = olena.post(reverse("records:credential_new"), asked)
    credential, secret = shown.context["credential"], shown.context["secret"]
    assert secret in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert (credential.tenant, credential.names, credential.per_minute) == (cast.sanderra.uid, "opaque", 60)
    assert reads(credential, secret) == 200
    edit = reverse("records:credential", args=[credential.pk])
    assert secret not in olena.get(edit).content.decode() + olena.get(reverse("records:credentials")).content.decode()
    renewed = olena.post(reverse("records:credential_renew", args=[credential.pk]), {"hours": "1"}).context["secret"]
    assert (reads(credential, secret), reads(credential, renewed)) == (200, 200)
    olena.post(reverse("records:credential_renew", args=[credential.pk]), {"hours": "0"})
    assert reads(credential, renewed) == 401
    olena.post(edit, asked | {"scopes": ["state"], "per_minute": ""})
    credential.refresh_from_db()
    assert (credential.scopes, credential.per_minute) == (["state"], None)
    olena.post(reverse("records:credential_revoke", args=[credential.pk]))
    assert Credential.objects.get(pk=credential.pk).revoked_at is not None


def test_credentials_in_force_are_listed_before_those_that_were_revoked_on_both_databases(olena: Client) -> None:
    asked = {"scopes": ["statements/read"], "names": "opaque", "xapi_version": "2.0.0"}
    for name in ("old", "new"):
        olena.post(reverse("records:credential_new"), asked | {"name": name})
    olena.post(reverse("records:credential_revoke", args=[Credential.objects.get(name="old").pk]))
    rows = olena.get(reverse("records:credentials")).context["rows"]
    assert [each.name for each in rows] == ["new", "old"]


def reads(credential: Credential, secret: str) -> int:
    return Client(headers=headers(credential, secret, "2.0.0")).get("/xapi/statements").status_code


def test_credentials_of_launches_and_of_this_server_are_nobodys_to_change(cast: Cast, olena: Client) -> None:
    server, _ = actions.register(
        name="attendance", tenant=cast.sanderra.uid, scopes=[], authority=AMINA, kind=Credential.Kind.SERVER, by=None,
        at=clock.now(),
    )  # fmt: skip
    assert olena.get(reverse("records:credential", args=[server.pk])).status_code == 404
    assert list(olena.get(reverse("records:credentials")).context["rows"]) == []


@pytest.fixture
def other(settings: Any) -> Iterator[OtherStore]:
    settings.LRS_FORWARD_TO_PRIVATE = True
    with serving() as store:
        yield store


def test_a_target_is_set_up_tried_replayed_and_ended(olena: Client, rows: list[Statement], other: OtherStore) -> None:
    asked = {
        "name": "ministry", "endpoint": other.endpoint, "key": "us", "secret": "sesame", "xapi_version": "1.0.3",
        "is_pseudonymous": "on", "verbs": f"{PASSED}\n", "batch": 50, "is_active": "on",
    }  # fmt: skip
    assert olena.post(reverse("records:target_new"), asked).status_code == 302
    target = Target.objects.get()
    assert (target.verbs, target.cursor, target.is_pseudonymous) == ([PASSED], rows[-1].seq, True)
    olena.post(reverse("records:target", args=[target.pk]), asked | {"secret": "", "name": "the ministry"})
    olena.post(reverse("records:target_act", args=[target.pk, "test"]))
    assert other.requests[0][0]["authorization"] == "Basic dXM6c2VzYW1l"
    first_day = rows[0].stored.date().isoformat()
    olena.post(reverse("records:target_act", args=[target.pk, "replay"]), {"since": first_day})
    page = olena.get(reverse("records:forwarding"))
    assert [(each.name, backlog, dead) for each, backlog, dead in page.context["rows"]] == [("the ministry", 3, 0)]
    olena.post(reverse("records:target_act", args=[target.pk, "end"]))
    assert Target.objects.count() == 0


def test_a_target_within_our_own_network_is_refused_in_words(olena: Client) -> None:
    asked = {
        "name": "x",
        "endpoint": "https://10.0.0.1/xapi",
        "key": "k",
        "secret": "s",
        "xapi_version": "1.0.3",
        "batch": 9,
    }
    page = olena.post(reverse("records:target_new"), asked)
    assert page.context["form"].errors["endpoint"] == ["The address lies within our own network."]
    assert Target.objects.count() == 0


def test_a_person_is_counted_before_anything_is_erased(olena: Client, rows: list[Statement]) -> None:
    asked = {"home_page": AMINA["account"]["homePage"], "name": "officer-q7x0", "reason": "asked to"}
    page = olena.post(reverse("records:erasing"), asked)
    assert (page.context["counts"].statements, Statement.objects.count()) == (1, 3)
    assert olena.post(reverse("records:erasing"), asked | {"for_good": "yes"}).status_code == 302
    assert Statement.objects.count() == 2


def test_a_retention_rule_is_set_and_lifted(cast: Cast, olena: Client, rows: list[Statement]) -> None:
    address = reverse("records:retention")
    olena.post(address, {"verb": "", "days": 2})
    assert [each.takes for each in olena.get(reverse("records:erasing")).context["rules"]] == [2]
    olena.post(address, {"verb": "no iri", "days": 2})
    assert RetentionRule.objects.count() == 1
    olena.post(address, {"verb": "", "days": ""})
    assert RetentionRule.objects.count() == 0
