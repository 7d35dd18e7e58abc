"""Statements and credentials for these tests: a small one that is valid, to be changed in one place at a time."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tracking.lrs import actions
from tracking.lrs.models import Credential
from tracking.lrs.scopes import Scope

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
VESNA = UUID("0190b6a0-0000-7000-8000-000000000001")
ORLAND = UUID("0190b6a0-0000-7000-8000-000000000002")
REGISTRATION = UUID("5d1b1f0e-7a35-4c0e-9a8e-2f6f1f3c9a10")
AMINA = {"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": "officer-q7x0"}}
JONAS = {"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": "officer-w1y2"}}
AUTHORITY = {"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": "client:test"}}
LESSON = "https://lms.example/lessons/1"
QUIZ = "https://lms.example/lessons/1/quiz"
READ = "https://w3id.org/xapi/adb/verbs/read"
PASSED = "http://adlnet.gov/expapi/verbs/passed"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def statement(**changed: Any) -> dict[str, Any]:
    """Amina read the lesson; a property that is given as None is left out."""
    whole = {"actor": AMINA, "verb": {"id": READ}, "object": {"id": LESSON}} | changed
    return {name: value for name, value in whole.items() if value is not None}


def body(*statements: dict[str, Any]) -> bytes:
    return json.dumps(statements[0] if len(statements) == 1 else statements).encode()


def client(tenant: UUID = VESNA, *scopes: Scope, name: str = "other system") -> tuple[Credential, str]:
    return actions.register(
        name=name, tenant=tenant, scopes=scopes or (Scope.ALL,), authority=AUTHORITY, by=None, at=AT
    )  # fmt: skip


def launch(at: datetime = AT, **changed: Any) -> tuple[Credential, str]:
    """Amina's launch of the lesson, open for two hours and for late statements a week long."""
    bound = {
        "tenant": VESNA, "actor": {"account": AMINA["account"]}, "registration": REGISTRATION,
        "activity_prefixes": [LESSON], "forbidden": [QUIZ], "expires_at": at + timedelta(hours=2),
        "late_until": at + timedelta(days=7), "authority": AUTHORITY, "by": None, "at": at,
    }  # fmt: skip
    return actions.mint(**(bound | changed))


def headers(credential: Credential, secret: str, version: str = "1.0.3") -> dict[str, str]:
    """What a program sends to be let in."""
    pair = base64.b64encode(f"{credential.key}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}", "X-Experience-API-Version": version}
