"""The resources: statements, activities, agents, about."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import msgspec
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date

from lms.core.clock import now
from tracking.lrs import actions, parameters, queries, reading, serving
from tracking.lrs.grammar import written
from tracking.lrs.models import Statement
from tracking.lrs.parameters import CURSOR, StatementQuery, check_known, refused, required
from tracking.lrs.protocol import (
    CONSISTENT_HEADER,
    VERSION_HEADER,
    VERSIONS,
    XapiRequest,
    failure,
    json_body,
    needs,
    resource,
    version_of,
)
from tracking.lrs.refusals import Refused
from tracking.lrs.scopes import Scope

READING = (Scope.READ, Scope.READ_MINE, Scope.ALL_READ)


@needs(Scope.WRITE)
def put_statement(request: XapiRequest) -> HttpResponse:
    """Store one statement under the identifier that the address names (Communication 2.1.1)."""
    given = request.GET.dict()
    check_known(given, {"statementId"})
    required(given, "statementId")
    ident = parameters.uuid(given, "statementId")
    body = named(json_body(request), ident)
    actions.store(credential=request.credential, body=body, at=now(), version=request.xapi_version)
    return HttpResponse(status=204)


def named(body: bytes, ident: UUID | None) -> bytes:
    """The statement with the identifier of the address, where it has none of its own; it must not have another."""
    texts, many = reading.split(body)
    if many:
        raise Refused("wrong_type", section="Communication 2.1.1")
    try:
        parts = msgspec.json.decode(texts[0], type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        raise Refused("wrong_type", section="Communication 2.1.1") from None
    if "id" not in parts:
        reading.check_names(texts[0], "$")
        return msgspec.json.encode({"id": serving.raw(str(ident))} | parts)
    if bytes(parts["id"]).strip(b'"').decode().lower() != str(ident):
        raise Refused("another_identifier", path="$.id", section="Communication 2.1.1")
    return body


@needs(Scope.WRITE)
def post_statements(request: XapiRequest) -> HttpResponse:
    """Store a statement or a batch, whole or not at all (Communication 2.1.2)."""
    check_known(request.GET, ())
    idents = actions.store(
        credential=request.credential, body=json_body(request), at=now(), version=request.xapi_version
    )
    return JsonResponse([str(ident) for ident in idents], safe=False)


@needs(*READING)
def get_statements(request: XapiRequest) -> HttpResponse:
    """One statement, or a page of those that fit (Communication 2.1.3)."""
    through = queries.consistent_through(now())
    query = parameters.statement_query(request.GET.dict())
    visible = queries.visible_to(request.credential).select_related("credential")
    languages = serving.accepted(request.headers.get("Accept-Language", ""))
    ident = query.statement_id or query.voided_statement_id
    if ident:
        visible = visible.filter(is_voided=query.statement_id is None)
        found = queries.find(visible, tenant=request.credential.tenant, statement_id=ident)
        response = one(found.first(), query, languages)
    else:
        response = page(matching(visible, query, request.credential.tenant), query, languages)
    response[CONSISTENT_HEADER] = written(through)
    return response


def one(row: Statement | None, query: StatementQuery, languages: list[str]) -> HttpResponse:
    if row is None:
        return failure(404, "no_such_statement")
    response = statement_answer(serving.reduced(queries.exact(row), query.form, languages), query)
    response["Last-Modified"] = http_date(row.stored.timestamp())
    return response


def matching(statements: QuerySet[Statement], query: StatementQuery, tenant: UUID) -> QuerySet[Statement]:
    found = queries.matching(
        statements,
        tenant=tenant,
        actor=query.agent,
        verb=query.verb,
        activity=query.activity,
        registration=query.registration,
        since=query.since,
        until=query.until,
        related_agents=query.related_agents,
        related_activities=query.related_activities,
    )
    if query.cursor is not None:
        found = found.filter(seq__gt=query.cursor) if query.ascending else found.filter(seq__lt=query.cursor)
    return found.order_by("seq" if query.ascending else "-seq")


def page(found: QuerySet[Statement], query: StatementQuery, languages: list[str]) -> HttpResponse:
    rows = list(found[: query.limit + 1])
    shown = rows[: query.limit]
    texts = [msgspec.Raw(serving.reduced(queries.exact(row), query.form, languages)) for row in shown]
    more = ""
    if len(rows) > len(shown):
        more = f"{reverse('xapi-statements')}?{urlencode({**query.given, CURSOR: shown[-1].seq})}"
    response = statement_answer(msgspec.json.encode({"statements": texts, "more": more}), query)
    if shown:
        response["Last-Modified"] = http_date(max(row.stored for row in shown).timestamp())
    return response


def statement_answer(text: bytes, query: StatementQuery) -> HttpResponse:
    """JSON, or the one part of a multipart answer: no attachment's bytes are kept here, only where they are."""
    if not query.attachments:
        return HttpResponse(text, content_type="application/json")
    boundary = uuid4().hex
    parts = (
        f"--{boundary}\r\nContent-Type: application/json\r\n\r\n".encode(),
        text,
        f"\r\n--{boundary}--\r\n".encode(),
    )
    return HttpResponse(b"".join(parts), content_type=f"multipart/mixed; boundary={boundary}")


def consistent(response: HttpResponse) -> HttpResponse:
    """Say on every answer up to when nothing is missing; a page says it as of before it was read."""
    if CONSISTENT_HEADER not in response:
        response[CONSISTENT_HEADER] = written(queries.consistent_through(now()))
    return response


@needs(*READING, Scope.DEFINE)
def get_activity(request: XapiRequest) -> HttpResponse:
    """An activity, with the definition that was last given for it (Communication 2.5)."""
    given = request.GET.dict()
    check_known(given, {"activityId"})
    required(given, "activityId")
    iri = str(parameters.iri(given, "activityId"))
    return JsonResponse(queries.activity(queries.visible_to(request.credential), iri))


@needs(*READING)
def get_agent(request: XapiRequest) -> HttpResponse:
    """The person of an agent: what was asked about, as lists; no two agents are merged here (Communication 2.4)."""
    given = request.GET.dict()
    check_known(given, {"agent"})
    required(given, "agent")
    agent = parameters.agent(given, "agent")
    if agent is None or agent.object_type == "Group":
        raise refused("not_an_agent", "agent")
    told: dict[str, Any] = msgspec.to_builtins(agent)
    told.pop("objectType", None)
    return JsonResponse({"objectType": "Person"} | {name: [value] for name, value in told.items()})


def get_about(request: XapiRequest) -> HttpResponse:
    """Which versions are spoken here; anyone may ask (Communication 2.8)."""
    check_known(request.GET, ())
    response = JsonResponse({"version": list(VERSIONS.values())})
    response[VERSION_HEADER] = version_of(request) or VERSIONS["1.0"]
    return response


statements = resource(finish=consistent, GET=get_statements, PUT=put_statement, POST=post_statements)
activities = resource(GET=get_activity)
agents = resource(GET=get_agent)
about = resource(is_public=True, GET=get_about)
