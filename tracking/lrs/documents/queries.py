"""Reads: documents through the eyes of a credential."""

from datetime import datetime

from django.db.models import Q, QuerySet

from tracking.lrs.binding import is_below
from tracking.lrs.documents.models import Document
from tracking.lrs.documents.places import Place
from tracking.lrs.models import Credential
from tracking.lrs.refusals import Forbidden
from tracking.lrs.scopes import Scope

Kind = Document.Kind
WRITING = {Kind.STATE: Scope.STATE, Kind.ACTIVITY_PROFILE: Scope.PROFILE, Kind.AGENT_PROFILE: Scope.PROFILE}


def check_reach(credential: Credential, place: Place, *, writing: bool) -> None:
    """Raise Forbidden where the credential's scopes or the launch that it is bound to end before this place.

    A launch keeps the states of its own person and activities, and reads their profiles: a learner's preferences are hers.
    """
    wanted = [WRITING[place.kind]] if writing else [WRITING[place.kind], Scope.ALL_READ]
    if credential.binding and not writing:
        wanted.append(Scope.STATE)
    if not credential.may(*wanted):
        raise Forbidden("not_in_scope", path=WRITING[place.kind])
    bound = credential.binding
    if bound is None:
        return
    if place.agent is not None and place.agent != bound.actor_key:
        raise Forbidden("another_actor", path="?agent")
    if place.activity is not None and not is_below(place.activity, bound.prefixes):
        raise Forbidden("another_activity", path="?activityId")
    if place.registration not in (None, bound.registration):
        raise Forbidden("another_registration", path="?registration")


def lying_at(credential: Credential, place: Place, *, since: datetime | None = None) -> QuerySet[Document]:
    """The documents of a place; without a registration those of every registration that the credential reaches."""
    found = Document.objects.filter(
        tenant=place.tenant, kind=place.kind, activity=place.activity_key, agent=place.agent
    )  # fmt: skip
    if place.registration is not None:
        found = found.filter(registration=place.registration)
    elif credential.binding:
        found = found.filter(Q(registration=None) | Q(registration=credential.binding.registration))
    return found.filter(updated__gt=since) if since is not None else found


def find(place: Place, name: str) -> Document | None:
    return Document.objects.filter(tenant=place.tenant, key=place.key(name)).first()
