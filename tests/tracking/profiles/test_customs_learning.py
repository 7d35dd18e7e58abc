"""The published profile: every identifier that the code puts into statements is in it, as the specification asks."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from courses.catalogue import iris
from tracking.lrs.forwarding.actions import TRIED
from tracking.lrs.grammar import is_iri
from tracking.profiles.customs_learning import VERSION, address, profile
from tracking.study.h5p import MARK

FOLDERS = ("courses", "tracking", "certificates", "desks")
IRI = re.compile(r'"(https?://[^"{}\s]*/(?:verbs?|activities|activitytype|extensions?)/[^"{}\s]+)"')
OWN = re.compile(r'iris\.(verb|extension|kind)\(["\']?([\w-]+)')


def used() -> set[str]:
    """Identifiers of verbs, types and extensions in the code that makes statements, as it stands."""
    found: set[str] = set()
    for folder in FOLDERS:
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            if "profiles" not in path.parts:
                found |= in_source(path)
    return found


def in_source(path: Path) -> set[str]:
    text = path.read_text()
    names = {(kind, name) for kind, name in OWN.findall(text)}
    return set(IRI.findall(text)) | {
        getattr(iris, kind)({"TRIED": TRIED, "MARK": MARK}.get(name, name)) for kind, name in names
    }


def told(node: Any) -> set[str]:
    """Every text in the profile."""
    if isinstance(node, dict):
        return set().union(*map(told, node.values()))
    if isinstance(node, list):
        return set().union(*map(told, node))
    return {node} if isinstance(node, str) else set()


def test_every_identifier_that_the_code_uses_is_in_the_profile() -> None:
    assert used() - told(profile()) == set()


def test_the_search_finds_what_there_is() -> None:
    assert {"http://adlnet.gov/expapi/verbs/attended", iris.verb("observed"), iris.extension("attempt")} <= used()


def test_it_has_what_a_profile_must_have() -> None:
    whole = profile()
    assert set(whole) == {
        "@context", "id", "type", "conformsTo", "prefLabel", "definition", "author", "versions", "concepts", "templates",
    }  # fmt: skip
    assert (whole["id"], whole["versions"][0]["id"]) == (address(), f"{address()}/{VERSION}")
    parts = [*whole["concepts"], *whole["templates"]]
    assert {part["inScheme"] for part in parts} == {f"{address()}/{VERSION}"}
    ids = [part["id"] for part in parts]
    assert len(set(ids)) == len(ids)
    assert all(is_iri(one) for one in ids)
    assert {part["type"] for part in parts} == {
        "Verb", "ActivityType", "ResultExtension", "ContextExtension", "StatementTemplate",
    }  # fmt: skip
    assert [part["id"] for part in parts if not (part["prefLabel"].get("en") and part["definition"].get("en"))] == []


@pytest.mark.parametrize(
    "page",
    [
        "/xapi/profiles/customs-learning",
        "/xapi/verbs/observed",
        "/xapi/extensions/attempt",
        "/xapi/activity-types/cohort",
    ],
)
def test_it_is_read_by_anyone_at_the_address_that_is_its_identifier(client: Client, page: str) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/ld+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.content)["id"] == f"{settings.PUBLIC_URL}{page}"


def test_an_unknown_concept_is_not_found(client: Client, db: None) -> None:
    assert client.get("/xapi/verbs/flown").status_code == 404
