"""A program that speaks xAPI with one credential, through Django's test client."""

import json
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from tests.tracking.lrs.making import body, headers
from tracking.lrs.models import Credential

STATEMENTS = "/xapi/statements"
STATE = "/xapi/activities/state"
ACTIVITY_PROFILE = "/xapi/activities/profile"
AGENT_PROFILE = "/xapi/agents/profile"


class Program:
    def __init__(self, credential: Credential, secret: str, version: str = "1.0.3") -> None:
        self.credential = credential
        self.http = Client(headers=headers(credential, secret, version))

    def post(self, *statements: dict[str, Any]) -> Any:
        return self.http.post(STATEMENTS, body(*statements), content_type="application/json")

    def put(self, ident: str, sent: dict[str, Any]) -> Any:
        return self.http.put(f"{STATEMENTS}?statementId={ident}", body(sent), content_type="application/json")

    def get(self, **parameters: str) -> Any:
        return self.http.get(f"{STATEMENTS}?{urlencode(parameters)}")

    def found(self, **parameters: str) -> list[str]:
        return [found["id"] for found in self.get(**parameters).json()["statements"]]

    def ask(
        self,
        method: str,
        resource: str,
        parameters: dict[str, Any],
        content: bytes = b"",
        kind: str = "application/json",
        **said: str,
    ) -> Any:
        """Any method on any resource; agents among the parameters are given as objects, headers with underscores."""
        spelled = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
        address = f"{resource}?{urlencode(spelled)}"
        sent = {name.replace("_", "-"): value for name, value in said.items()}
        return self.http.generic(method, address, content, content_type=kind, headers=sent)
