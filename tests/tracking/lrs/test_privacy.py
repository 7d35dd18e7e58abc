"""Pseudonyms: one person is the same in every statement of a tenant, and a stranger everywhere else."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from tests.tracking.lrs.making import (
    AMINA,
    AT,
    AUTHORITY,
    JONAS,
    LESSON,
    ORLAND,
    READ,
    REGISTRATION,
    VESNA,
    body,
    client,
    statement,
)
from tracking.lrs import actions, queries
from tracking.lrs.models import Statement
from tracking.lrs.privacy.keys import PSEUDONYMS, SEALS, key_for
from tracking.lrs.privacy.models import TenantSecret
from tracking.lrs.privacy.pseudonyms import pseudonymous
from tracking.lrs.privacy.queries import pseudonyms_of
from tracking.lrs.rules import check

pytestmark = pytest.mark.django_db
SUB = {"objectType": "SubStatement", "actor": AMINA, "verb": {"id": READ}, "object": JONAS}
TEAM = {"objectType": "Group", "name": "Team", "member": [AMINA | {"name": "Amina"}, {"mbox": "mailto:j@lms.example"}]}


def written(tenant: UUID = VESNA, **changed: Any) -> dict[str, Any]:
    credential, _ = client(tenant)
    (ident,) = actions.store(credential=credential, body=body(statement(**changed)), at=AT)
    row = Statement.objects.get(tenant=tenant, statement_id=ident)
    return json.loads(pseudonymous(queries.exact(row), pseudonyms_of(tenant)))


def test_a_person_is_an_account_that_only_the_tenants_key_can_tell() -> None:
    told = written(actor=AMINA | {"name": "Amina"})
    pseudonym = pseudonyms_of(VESNA).of("account:https://lms.example\nofficer-q7x0")
    home = f"{settings.PUBLIC_URL}/xapi/pseudonyms"
    assert told["actor"] == {"objectType": "Agent", "account": {"homePage": home, "name": pseudonym}}
    assert (told["verb"], told["object"], told["authority"]) == ({"id": READ}, {"id": LESSON}, AUTHORITY)
    assert written(ORLAND)["actor"]["account"]["name"] != pseudonym


@pytest.mark.parametrize(
    "changed",
    [
        {"actor": {"mbox": "mailto:officer-q7x0@lms.example", "name": "officer-q7x0"}},
        {"object": JONAS},
        {"object": SUB},
        {"actor": TEAM},
        {"context": {"instructor": JONAS, "team": TEAM}},
        {"context": {"registration": str(REGISTRATION)}},
    ],
)
def test_no_identifier_of_a_person_is_left_anywhere_and_the_statement_is_still_valid(changed: dict[str, Any]) -> None:
    told = json.dumps(written(**changed))
    assert [
        word for word in ("officer-q7x0", "officer-w1y2", "Amina", "mailto", str(REGISTRATION)) if word in told
    ] == []
    check(told.encode(), version="1.0.3")


def test_the_same_person_and_the_same_registration_stay_the_same() -> None:
    first, second = (written(context={"registration": str(REGISTRATION), "instructor": AMINA}) for _ in range(2))
    assert first["actor"] == second["actor"] == first["context"]["instructor"]
    assert first["context"]["registration"] == second["context"]["registration"]


def test_a_tenants_keys_differ_by_purpose_and_are_stored_encrypted(settings: Any) -> None:
    pseudonyms, seals = key_for(PSEUDONYMS, tenant=VESNA), key_for(SEALS, tenant=VESNA)
    assert (len(pseudonyms), len(seals), pseudonyms == seals) == (32, 32, False)
    assert TenantSecret.objects.count() == 1
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert key_for(PSEUDONYMS, tenant=VESNA) == pseudonyms
