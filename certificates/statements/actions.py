"""Telling the record store what has happened."""

from collections import defaultdict

from certificates.statements.wording import Told, told
from lms.core import clock, events
from lms.core.events import Fact
from lms.core.models import Delivery
from lms.people.models import Administration
from tracking.attendance.statements import credential_of
from tracking.lrs import actions as lrs
from tracking.lrs.models import StatementKey

#: The name of the credential under which facts are told, and how many are told at once.
NAME = "facts"
AT_ONCE = 200


def say(event: Fact) -> int:
    """Store the statement of a fact, and in the same go those of facts that wait as well: an assessment of a whole
    administration has thousands. Run again, all of it is there already; how many statements are new."""
    (own,) = told([event])
    if not unsaid(own.row.administration, [own]):
        return 0
    by_administration: dict[Administration, dict[str, Told]] = defaultdict(dict)
    for one in [own, *told(waiting())]:
        by_administration[one.row.administration][str(one.ident)] = one
    return sum(store(administration, list(tellings.values())) for administration, tellings in by_administration.items())


def waiting() -> list[Fact]:
    """Facts that are to be said and have not been, oldest first."""
    due = Delivery.objects.filter(reaction="certificates.statements.say", state=Delivery.State.PENDING)
    return [events.as_fact(one.event) for one in due.select_related("event").order_by("pk")[:AT_ONCE]]


def unsaid(administration: Administration, tellings: list[Told]) -> list[Told]:
    """Those whose statement the store has not had; what was erased there is not said again."""
    keys = StatementKey.objects.filter(tenant=administration.uid, statement_id__in=[one.ident for one in tellings])
    there = set(keys.values_list("statement_id", flat=True))
    return [one for one in tellings if one.ident not in there]


def store(administration: Administration, tellings: list[Told]) -> int:
    """In the order of the facts, but as stored now: readers who ask for what is new would miss what came under a past day."""
    fresh = sorted(unsaid(administration, tellings), key=lambda one: one.fact.at)
    if fresh:
        at = clock.now()
        credential = credential_of(administration, name=NAME, by=None, at=at)
        lrs.store_own(credential=credential, statements=[one.statement() for one in fresh], at=at)
    return len(fresh)
