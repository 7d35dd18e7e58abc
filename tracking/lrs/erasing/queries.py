"""What an erasure would take, and what would stay."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from tracking.lrs.actors import Actor
from tracking.lrs.documents.models import Document
from tracking.lrs.erasing.models import RetentionRule
from tracking.lrs.models import Credential, Mention, Statement
from tracking.lrs.rules import actor_key, key_of


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What would go, or went; `named_by_others` counts statements of others that speak of the person, and stay."""

    statements: int
    documents: int = 0
    launches: int = 0
    named_by_others: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)


class NobodyInParticular(Exception):
    """An anonymous group has no identifier by which its statements could be found."""


def key_of_person(agent: Actor) -> UUID:
    key = actor_key(agent)
    if key is None:
        raise NobodyInParticular
    return key


def statements_of(agent: Actor, *, tenant: UUID) -> QuerySet[Statement]:
    """What the person did: statements of which they are the actor."""
    return Statement.objects.filter(tenant=tenant, actor=key_of_person(agent))


def documents_of(agent: Actor, *, tenant: UUID) -> QuerySet[Document]:
    return Document.objects.filter(tenant=tenant, agent=key_of_person(agent))


def launches_of(agent: Actor, *, tenant: UUID) -> list[Credential]:
    """Credentials of launches hold the account of whoever launched."""
    name = agent.account.name if agent.account else None
    found = Credential.objects.filter(tenant=tenant, kind=Credential.Kind.LAUNCH, actor__account__name=name)
    return [each for each in found if each.binding and each.binding.actor_key == key_of_person(agent)]


def named_by_others(agent: Actor, *, tenant: UUID) -> int:
    key = key_of_person(agent)
    mentioned = Mention.objects.filter(tenant=tenant, key=key).values("seq")
    others = Statement.objects.filter(Q(about=key) | Q(seq__in=mentioned), tenant=tenant)
    return others.exclude(actor=key).count()


def counts_of(agent: Actor, *, tenant: UUID) -> Counts:
    """The dry run."""
    return Counts(
        statements=statements_of(agent, tenant=tenant).count(),
        documents=documents_of(agent, tenant=tenant).count(),
        launches=len(launches_of(agent, tenant=tenant)),
        named_by_others=named_by_others(agent, tenant=tenant),
    )


def beyond(rule: RetentionRule, *, at: datetime) -> QuerySet[Statement]:
    """What a rule would take at a moment; a rule without a verb leaves alone the verbs that have rules of their own."""
    old = Statement.objects.filter(tenant=rule.tenant, stored__lt=at - timedelta(days=rule.days))
    if rule.verb:
        return old.filter(verb=key_of(rule.verb))
    others = RetentionRule.objects.filter(tenant=rule.tenant).exclude(verb="").values_list("verb", flat=True)
    return old.exclude(verb__in=[key_of(verb) for verb in others])
