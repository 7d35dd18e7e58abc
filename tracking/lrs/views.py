"""The resources: statements, activities, agents, about."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date

from lms.core.clock import now
from tracking.lrs import actions, finding, known, order, parameters, queries, reading, serving
from tracking.lrs.attachments import multipart, storing
from tracking.lrs.attachments import rules as attachments
from tracking.lrs.attachments.rules import Parts
from tracking.lrs.binding import is_below
from tracking.lrs.credentials import queries as credentials
from tracking.lrs.finding import Reach
from tracking.lrs.grammar import written
from tracking.lrs.models import Statement
from tracking.lrs.parameters import CURSOR, StatementQuery, check_known, refused, required
from tracking.lrs.protocol import (
    CONSISTENT_HEADER,
    VERSION_HEADER,
    VERSIONS,
    XapiRequest,
    body_of,
    failure,
    needs,
    resource,
    version_of,
)
from tracking.lrs.refusals import Forbidden, Refused
from tracking.lrs.rules import key_of
from tracking.lrs.scopes import Scope
from tracking.lrs.sql import Ahead
from tracking.lrs.walking import Found, Window

READING = (Scope.READ, Scope.READ_MINE, Scope.ALL_READ)


@needs(Scope.WRITE, confirms=True)
def put_statement(request: XapiRequest) -> HttpResponse:
    """Store one statement under the identifier that the address names (Communication 2.1.1)."""
    given = request.GET.dict()
    check_known(given, {"statementId"})
    required(given, "statementId")
    ident = parameters.uuid(given, "statementId")
    body, parts = statements_of(request)
    actions.store(
        credential=request.credential, body=named(body, ident), at=now(), version=request.xapi_version, parts=parts
    )  # fmt: skip
    return HttpResponse(status=204)


def statements_of(request: XapiRequest) -> tuple[bytes, Parts]:
    """The statements of a request as JSON, and the attachments that came along (Communication 1.5)."""
    if request.content_type == "application/json":
        return body_of(request), attachments.NONE
    if request.content_type == multipart.MIXED:
        return attachments.split(multipart.parts_of(body_of(request), request.headers["Content-Type"]))
    raise Refused("not_a_known_content_type", path="Content-Type", section="Communication 1.5")


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


@needs(Scope.WRITE, confirms=True)
def post_statements(request: XapiRequest) -> HttpResponse:
    """Store a statement or a batch, whole or not at all (Communication 2.1.2)."""
    check_known(request.GET, ())
    body, parts = statements_of(request)
    idents = actions.store(
        credential=request.credential, body=body, at=now(), version=request.xapi_version, parts=parts
    )  # fmt: skip
    return HttpResponse(msgspec.json.encode(idents), content_type="application/json")


@needs(*READING, confirms=True)
def get_statements(request: XapiRequest) -> HttpResponse:
    """One statement, or a page of those that fit (Communication 2.1.3)."""
    query = parameters.statement_query(request.GET.dict())
    reach = queries.reach_of(request.credential)
    if reach is None:
        raise Forbidden("not_in_scope")
    promise = order.Promise(now())
    ahead = [*credentials.confirming(request.credential), *promise.ahead]
    if ident := query.statement_id or query.voided_statement_id:
        found = finding.one(reach, ident, is_voided=query.statement_id is None, ahead=ahead)
        response = one(found, query, request)
    else:
        response = page(reach, query, request, ahead)
    response[CONSISTENT_HEADER] = written(promise.through)
    return response


def one(row: Found | None, query: StatementQuery, request: XapiRequest) -> HttpResponse:
    if row is None:
        return failure(404, "no_such_statement")
    (text,) = texts_of([row], query, request)
    return statement_answer(text.encode(), [row], query)


def page(reach: Reach, query: StatementQuery, request: XapiRequest, ahead: list[Ahead]) -> HttpResponse:
    window = Window(ascending=query.ascending, cursor=query.cursor, most=query.limit + 1)
    rows = finding.page(reach, window=window, times=query.times, wanted=query.wanted, ahead=ahead)
    shown = rows[: query.limit]
    more = ""
    if len(rows) > len(shown):
        more = f"{reverse('xapi-statements')}?{urlencode({**query.given, CURSOR: shown[-1].seq})}"
    texts = ",".join(texts_of(shown, query, request))
    return statement_answer(f'{{"statements":[{texts}],"more":{serving.told(more)}}}'.encode(), shown, query)


def texts_of(rows: list[Found], query: StatementQuery, request: XapiRequest) -> list[str]:
    """Statements in the form and the version that were asked for."""
    authorities = queries.authorities(rows, reader=request.credential)
    texts = [
        serving.exact(
            row.text, lacks=row.lacks, ident=row.ident if row.lacks & serving.ID else None,
            stored=row.stored, timestamp=row.timestamp, authority=authorities[row.credential_id], version=row.version,
        )
        for row in rows
    ]  # fmt: skip
    if request.xapi_version.startswith("2."):
        texts = [
            serving.in_utc(text) if row.lacks & serving.UTC else text for text, row in zip(texts, rows, strict=True)
        ]  # fmt: skip
    if query.form == "exact":
        return texts
    told = [msgspec.json.decode(text) for text in texts]
    if query.form == "ids":
        return [serving.told(serving.ids_only(statement)) for statement in told]
    known.fill(told, tenant=request.credential.tenant)
    languages = serving.accepted(request.headers.get("Accept-Language", ""))
    return [serving.told(serving.in_one_language(statement, languages)) for statement in told]


def statement_answer(text: bytes, rows: list[Found], query: StatementQuery) -> HttpResponse:
    """JSON, or with the attachments that came with these statements in a multipart answer."""
    kind = "application/json"
    if query.attachments:
        statements = Statement.objects.in_bulk([row.seq for row in rows])
        text, kind = multipart.written(text, storing.come_with([statements[row.seq] for row in rows]))
    response = HttpResponse(text, content_type=kind)
    if rows:
        response["Last-Modified"] = http_date(max(row.stored for row in rows).timestamp())
    return response


def consistent(response: HttpResponse) -> HttpResponse:
    """Say on every answer up to when nothing is missing; a page says it as of before it was read."""
    if CONSISTENT_HEADER not in response:
        response[CONSISTENT_HEADER] = written(order.lately_consistent_through(now()))
    return response


@needs(*READING, Scope.DEFINE)
def get_activity(request: XapiRequest) -> HttpResponse:
    """An activity with all that is known of it; a launch learns of its own activities only (Communication 2.5)."""
    given = request.GET.dict()
    check_known(given, {"activityId"})
    required(given, "activityId")
    iri = str(parameters.iri(given, "activityId"))
    bound = request.credential.binding
    if bound and not is_below(iri, bound.prefixes):
        return JsonResponse({"objectType": "Activity", "id": iri})
    return JsonResponse(known.activity(iri, tenant=request.credential.tenant))


@needs(*READING)
def get_agent(request: XapiRequest) -> HttpResponse:
    """The person of an agent: what was asked about, as lists, and the names that the reader could find (Communication 2.4).

    No two agents are merged here: who is the same person is for another system to know.
    """
    given = request.GET.dict()
    check_known(given, {"agent"})
    required(given, "agent")
    agent = parameters.agent(given, "agent")
    if agent is None or agent.object_type == "Group":
        raise refused("not_an_agent", "agent")
    told: dict[str, Any] = msgspec.to_builtins(agent)
    told.pop("objectType", None)
    names = queries.names_of(queries.visible_to(request.credential), key_of(agent.ident))
    if names := list(dict.fromkeys([*([told["name"]] if "name" in told else []), *names])):
        told["name"] = names
    lists = {name: value if name == "name" else [value] for name, value in told.items()}
    return JsonResponse({"objectType": "Person"} | lists)


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
