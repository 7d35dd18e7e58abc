"""What is written: one document at a time, so that of two who change it at once the second is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from tracking.lrs.documents import queries, rules
from tracking.lrs.documents.models import Document
from tracking.lrs.documents.places import Place
from tracking.lrs.documents.rules import ANY, Condition
from tracking.lrs.grammar import to_the_millisecond
from tracking.lrs.models import Credential
from tracking.lrs.refusals import Refused

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class PreconditionFailed(Exception):
    """The document is not what the sender's If-Match or If-None-Match says."""


class Overwriting(Exception):
    """A document is there, and the sender does not say which one it means to replace."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the sender wants to be kept."""

    content: bytes
    content_type: str
    condition: Condition = ANY
    version: str = "1.0.3"


def again_if_taken(action: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """In a transaction, and once more when another sender began the same document in between."""

    @wraps(action)
    def acting(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            with transaction.atomic():
                return action(*args, **kwargs)
        except IntegrityError:
            with transaction.atomic():
                return action(*args, **kwargs)

    return acting


@again_if_taken
def put(*, credential: Credential, place: Place, name: str, sent: Sent, at: datetime) -> Document:
    """Replace the document, or begin it. PreconditionFailed and Overwriting leave it as it is."""
    queries.check_reach(credential, place, writing=True)
    rules.check_content(sent.content, sent.content_type)
    kept = locked(place, name, sent.condition)
    if not sent.condition.is_given:
        check_careless(kept, place, sent.version)
    return keep(kept, place=place, name=name, content=sent.content, content_type=sent.content_type, at=at)


def check_careless(kept: Document | None, place: Place, version: str) -> None:
    """A profile is not replaced unseen, nor, in 2.0, is a state; 1.0.3 wants a header even where none is there yet."""
    if version.startswith("2."):
        if kept is not None:
            raise Overwriting
    elif place.kind != Document.Kind.STATE:
        if kept is not None:
            raise Overwriting
        raise Refused("missing_header", path="If-Match", section="Communication 3.1")


@again_if_taken
def post(*, credential: Credential, place: Place, name: str, sent: Sent, at: datetime) -> Document:
    """Merge into the document, or begin it."""
    queries.check_reach(credential, place, writing=True)
    rules.check_content(sent.content, sent.content_type)
    kept = locked(place, name, sent.condition)
    content = sent.content
    if kept is not None:
        content = rules.merged(bytes(kept.content), kept.content_type, sent.content, sent.content_type)
    return keep(kept, place=place, name=name, content=content, content_type=sent.content_type, at=at)


@transaction.atomic
def delete(*, credential: Credential, place: Place, name: str | None, condition: Condition = ANY) -> None:
    """Remove the document of this name; without a name, all of the place that the credential reaches."""
    queries.check_reach(credential, place, writing=True)
    if name is None:
        queries.lying_at(credential, place).delete()
    elif kept := locked(place, name, condition):
        kept.delete()


def locked(place: Place, name: str, condition: Condition) -> Document | None:
    kept = Document.objects.select_for_update().filter(tenant=place.tenant, key=place.key(name)).first()
    if not condition.holds(kept.etag if kept else None):
        raise PreconditionFailed
    return kept


def keep(
    kept: Document | None, *, place: Place, name: str, content: bytes, content_type: str, at: datetime
) -> Document:
    document = kept or Document(
        tenant=place.tenant,
        kind=place.kind,
        activity=place.activity_key,
        agent=place.agent,
        registration=place.registration,
        name=name,
        key=place.key(name),
    )
    document.content = content
    document.content_type = content_type
    document.digest = rules.digest_of(content)
    document.updated = to_the_millisecond(at)
    document.save()
    return document
