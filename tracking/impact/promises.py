"""Writing down what each party promises, how far it is, what is missing, and who offers to help."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.core import audit
from lms.people.models import Administration, OrgUnit, User
from tracking.impact import keepers, queries
from tracking.impact.models import Commitment, Offer, Programme
from tracking.impact.rules.parties import SPEAKS_FOR, state_of


class FewerThanDone(Exception):
    """More of a promise is done already than it would be a promise of."""


class NothingMissing(Exception):
    """No gap is shared that one could help with."""


@transaction.atomic
def commit(
    *,
    programme: Programme,
    party: str,
    house: Administration,
    what: str,
    owner: str,
    due_on: date,
    by: User | None,
    at: datetime,
    unit: OrgUnit | None = None,
    done: int = 0,
    of: int = 1,
    gap: str = "",
    state: str = "",
) -> Commitment:
    """Write down what a party has promised.

    Whoever keeps the administration's book writes every party's promises, since it is written with all of them at one table.
    Another party that has a promise in the programme already adds its own, in its own house; for the administration nobody
    else does, a head of office neither. Raises PermissionDenied for anyone else, for a house in which the party has no role,
    and for a unit of another administration.
    """
    if not queries.may_write_for(party, house, by, programme, on=at.date()):
        raise PermissionDenied(f"{by} does not write down what the {party} promises")
    keepers.refuse_foreign(programme.administration, [unit])
    commitment = Commitment.objects.create(
        programme=programme, party=party, house=house, unit=unit, what=what, owner=owner, due_on=due_on, done=done, of=of,
        gap=gap, state=state or state_of(done, of), state_at=at, state_by=by,
    )  # fmt: skip
    record(commitment, "promised", by=by, at=at)
    return commitment


@transaction.atomic
def change_commitment(
    *,
    commitment: Commitment,
    what: str,
    owner: str,
    due_on: date,
    of: int,
    unit: OrgUnit | None,
    gap: str,
    by: User | None,
    at: datetime,
) -> Commitment:
    """Change the words of a promise, its day or its number; audited with what they were. Party and house stay: with another
    one it is another promise, and how far it is only the party says.

    Raises PermissionDenied unless `by` may write the party's promises (`commit`), FewerThanDone.
    """
    locked = held(commitment)
    if not queries.may_write_for(locked.party, locked.house, by, locked.programme, on=at.date()):
        raise PermissionDenied(f"{by} does not write down what the {locked.party} promises")
    keepers.refuse_foreign(locked.programme.administration, [unit])
    if of < locked.done:
        raise FewerThanDone(locked.done)
    before = told(locked)
    locked.what, locked.owner, locked.due_on, locked.of, locked.unit, locked.gap = what, owner, due_on, of, unit, gap
    what_changed = keepers.changed(before, told(locked))
    if "of" in what_changed and locked.state != Commitment.State.PLANNED:
        locked.state, locked.state_at, locked.state_by = state_of(locked.done, of), at, by
    if what_changed:
        locked.save()
        record(locked, "promise changed", by=by, at=at, changed=what_changed)
    return locked


def told(commitment: Commitment) -> dict[str, Any]:
    """What of a promise can be changed, as the audit trail keeps it."""
    return {
        "what": commitment.what,
        "owner": commitment.owner,
        "due_on": commitment.due_on.isoformat(),
        "of": commitment.of,
        "unit": commitment.unit.code if commitment.unit else "",
        "gap": commitment.gap,
    }


@transaction.atomic
def report_progress(*, commitment: Commitment, done: int, by: User, at: datetime) -> Commitment:
    """Say how far a promise is. Raises PermissionDenied unless `by` speaks for the party; all of it done is done."""
    refuse_other_parties(commitment, by)
    commitment.done = max(0, min(done, commitment.of))
    commitment.state, commitment.state_at, commitment.state_by = state_of(commitment.done, commitment.of), at, by
    commitment.save(update_fields=["done", "state", "state_at", "state_by"])
    record(commitment, "promise reported", by=by, at=at, done=commitment.done)
    return commitment


@transaction.atomic
def say_missing(*, commitment: Commitment, gap: str, by: User, at: datetime) -> Commitment:
    """Share what is missing to keep a promise, or that nothing is any more. Raises PermissionDenied unless `by` speaks for
    the party; a head of office does for the own office."""
    refuse_other_parties(commitment, by)
    before, commitment.gap = commitment.gap, gap
    commitment.save(update_fields=["gap"])
    record(commitment, "gap shared", by=by, at=at, changed=keepers.changed({"gap": before}, {"gap": gap}))
    return commitment


def refuse_other_parties(commitment: Commitment, by: User) -> None:
    if not queries.ticked_by(by).filter(pk=commitment.pk).exists():
        raise PermissionDenied(f"{by} does not speak for the {commitment.party}")


@transaction.atomic
def offer(*, commitment: Commitment, party: str, words: str, by: User, at: datetime) -> Offer:
    """Offer help with a gap that a party has shared.

    Raises PermissionDenied unless `by` speaks for the offering party in the same programme, and it is another one than the
    party whose gap it is; NothingMissing where no gap is shared.
    """
    spoken = queries.commitments_visible_to(by).filter(queries.spoken_for_by(by), party=party)
    if party not in SPEAKS_FOR or not spoken.filter(programme=commitment.programme).exists():
        raise PermissionDenied(f"{by} does not speak for the {party}")
    if party == commitment.party:
        raise PermissionDenied(f"the {party} cannot offer itself help")
    if not commitment.gap:
        raise NothingMissing(commitment.pk)
    made = Offer.objects.create(commitment=commitment, party=party, words=words, by=by, at=at)
    audit.record(by=by, at=at, verb="help offered", about=made, administration=commitment.programme.administration)
    return made


def held(commitment: Commitment) -> Commitment:
    """The promise as it stands, for nobody else to change meanwhile."""
    known = Commitment.objects.select_for_update(of=("self",))
    return known.select_related("programme__administration", "house", "unit").get(pk=commitment.pk)


def record(commitment: Commitment, verb: str, *, by: User | None, at: datetime, **details: Any) -> None:
    audit.record(
        by=by, at=at, verb=verb, about=commitment, administration=commitment.programme.administration, **details
    )
