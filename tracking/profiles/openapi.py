"""The record store's resources as an OpenAPI description, for programs that make clients or tests from one.

The rules themselves are those of xAPI, which no schema says in full: what a description allows, the store may still refuse
with a 400 that names the path and the section.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

Json = dict[str, Any]

UUID: Json = {"type": "string", "format": "uuid"}
IRI: Json = {"type": "string", "format": "iri"}
MOMENT: Json = {"type": "string", "format": "date-time"}
FLAG: Json = {"type": "boolean"}
NAME: Json = {"type": "string", "minLength": 1, "maxLength": 200}
AGENT: Json = {
    "type": "object", "required": ["account"], "additionalProperties": False,
    "properties": {
        "objectType": {"const": "Agent"},
        "account": {
            "type": "object", "required": ["homePage", "name"], "additionalProperties": False,
            "properties": {"homePage": IRI, "name": NAME},
        },
    },
}  # fmt: skip
FILTERS = {
    "statementId": UUID, "voidedStatementId": UUID, "agent": AGENT, "verb": IRI, "activity": IRI, "registration": UUID,
    "related_activities": FLAG, "related_agents": FLAG, "since": MOMENT, "until": MOMENT,
    "limit": {"type": "integer", "minimum": 0, "maximum": 500}, "format": {"enum": ["ids", "exact", "canonical"]},
    "attachments": FLAG, "ascending": FLAG,
}  # fmt: skip
#: What any operation may answer: not understood, not let in, not allowed, too often.
ALWAYS = {400: "Refused", 401: "Who are you?", 403: "Beyond the credential", 429: "Too often"}
OK, DONE, ABSENT = {200: "As asked"}, {204: "Done"}, {404: "Not there"}
CONFLICT, OUTDATED, LARGE = {409: "Says something else"}, {412: "Changed meanwhile"}, {413: "Too large"}


def description() -> Json:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Clearway's record store", "version": "2.0.0", "description": "xAPI 1.0.3 and 2.0."},
        "servers": [{"url": f"{settings.PUBLIC_URL}/xapi"}],
        "components": {"securitySchemes": {"credential": {"type": "http", "scheme": "basic"}}},
        "security": [{"credential": []}],
        "paths": {
            "/statements": statements(),
            "/activities": {"get": operation("An activity and what is known of it", {"activityId": IRI}, answers=OK)},
            "/agents": {"get": operation("A person", {"agent": AGENT}, answers=OK)},
            "/activities/state": documents({"activityId": IRI, "agent": AGENT}, "stateId", {"registration": UUID}),
            "/activities/profile": documents({"activityId": IRI}, "profileId", {}),
            "/agents/profile": documents({"agent": AGENT}, "profileId", {}),
            "/about": {"get": operation("Versions spoken here", {}, answers=OK) | {"security": []}},
        },
    }


def statements() -> Json:
    stored = CONFLICT | LARGE
    one, many = {"type": "object"}, {"type": ["object", "array"]}
    return {
        "get": operation("A statement, or those that fit", {}, FILTERS, answers=OK | ABSENT),
        "put": operation("Store a statement", {"statementId": UUID}, body=one, answers=DONE | stored),
        "post": operation("Store a statement or a batch, whole or not at all", {}, body=many, answers=OK | stored),
    }


def documents(place: Json, name: str, optional: Json) -> Json:
    """A document of a place by its name; without a name, the names of them all. States alone may be deleted together."""
    named = {**place, name: NAME}
    changed = DONE | CONFLICT | OUTDATED | LARGE
    deleted, also = (place, {name: NAME}) if name == "stateId" else (named, {})
    return {
        "delete": operation("Delete", deleted, {**also, **optional}, answers=DONE | CONFLICT | OUTDATED),
        "get": operation("A document, or names", place, {name: NAME, "since": MOMENT, **optional}, answers=OK | ABSENT),
        "put": operation("Keep a document", named, optional, body={}, answers=changed),
        "post": operation("Merge into a document", named, optional, body={"type": "object"}, answers=changed),
    }


def operation(
    summary: str, required: Json, optional: Json | None = None, *, body: Json | None = None, answers: dict[int, str]
) -> Json:
    told: Json = {
        "summary": summary,
        "parameters": [HEADER, *parameters(required, is_required=True), *parameters(optional or {}, is_required=False)],
        "responses": {str(status): {"description": words} for status, words in (answers | ALWAYS).items()},
    }
    if body is not None:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return told


HEADER: Json = {
    "name": "X-Experience-API-Version", "in": "header", "required": True,
    "schema": {"type": "string", "pattern": r"^[12]\.0(\.\d+)?$"},
}  # fmt: skip


def parameters(schemas: Json, *, is_required: bool) -> Iterable[Json]:
    """Agents go into the address as JSON."""
    for name, schema in schemas.items():
        shape = {"content": {"application/json": {"schema": schema}}} if schema is AGENT else {"schema": schema}
        yield {"name": name, "in": "query", "required": is_required, **shape}
