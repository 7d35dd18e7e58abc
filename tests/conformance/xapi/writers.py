"""Clients of a record store that write batches whatever happens to it, and remember what they were promised."""

import json
import random
import time
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

#: Statements in a batch; seconds between a batch that failed and its next try; seconds an answer may take.
BATCH, PAUSE, PATIENCE = 20, 0.1, 30
#: The share of batches whose statements have identifiers of their writer's.
NAMED = 0.7


@dataclass
class Batch:
    """Statements that were sent together: about one activity of their own, by which they are found again."""

    is_named: bool
    idents: list[str]
    activity: str
    is_acknowledged: bool = False
    tries: int = 0

    def body(self) -> bytes:
        names = [{"id": ident} for ident in self.idents] if self.is_named else [{}] * BATCH
        return json.dumps([named | said(self.activity, number) for number, named in enumerate(names)]).encode()


def said(activity: str, number: int) -> dict[str, Any]:
    """A statement about the batch's own activity, beside some that all batches share."""
    return {
        "actor": {"account": {"homePage": "https://client.example", "name": f"officer-{number}"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": activity, "definition": {"name": {"en": "A batch"}}},
        "context": {"contextActivities": {"grouping": [{"id": f"https://client.example/shared/{number % 3}"}]}},
    }


def new_batch() -> Batch:
    is_named = random.random() < NAMED
    idents = [str(uuid4()) for _ in range(BATCH)] if is_named else []
    return Batch(is_named=is_named, idents=idents, activity=f"https://client.example/batches/{uuid4()}")


@dataclass
class Writers:
    """Clients that write until they are stopped, wherever the server is just now.

    A batch whose statements have identifiers is sent until it is taken; any other once, as nobody could tell it from a
    second one. `answers` counts by status; "none" is a connection that broke.
    """

    headers: dict[str, str]
    address: str = ""
    stopped: Event = field(default_factory=Event)
    gone: Event = field(default_factory=Event)
    batches: list[Batch] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    def write(self) -> None:
        while not self.stopped.is_set():
            batch = new_batch()
            self.batches.append(batch)
            self.send(batch)

    def leave(self) -> None:
        """Begin no other batch, and ask no longer for those that were begun."""
        self.stopped.set()
        self.gone.set()

    def send(self, batch: Batch) -> None:
        body = batch.body()
        while True:
            batch.tries += 1
            status, text = self.post(body)
            self.answers[str(status or "none")] += 1
            if status == 200:
                batch.idents, batch.is_acknowledged = json.loads(text), True
                return
            if 0 < status < 500:
                raise RuntimeError(f"{status} {text.decode()}")
            if not batch.is_named or self.gone.is_set():
                return
            time.sleep(PAUSE)

    def post(self, body: bytes) -> tuple[int, bytes]:
        """Status and text; 0 where nobody answered."""
        site = HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        try:
            site.request("POST", "/xapi/statements", body=body, headers=self.headers)
            answer = site.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            return 0, b""
        finally:
            site.close()


def headers(key: str, secret: str) -> dict[str, str]:
    pair = b64encode(f"{key}:{secret}".encode()).decode()
    return {
        "Authorization": f"Basic {pair}", "Content-Type": "application/json", "X-Experience-API-Version": "1.0.3"
    }  # fmt: skip
