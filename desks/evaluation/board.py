"""The board of promises, with what its reader may do with each."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from lms.core import clock
from lms.people.typing import SignedInRequest
from tracking.impact import queries
from tracking.impact.models import Commitment


@dataclass(frozen=True)
class Spoken:
    """In which programmes the reader speaks for whom, which promises are the reader's to tick, and whose book is kept."""

    parties: Collection[tuple[int, str, int]]
    ticked: Collection[int]
    kept: Collection[int]

    def keeps(self, promise: Commitment) -> bool:
        return promise.programme.administration_id in self.kept

    def may_change(self, promise: Commitment) -> bool:
        own = (promise.programme_id, promise.party, promise.house_id) in self.parties
        return self.keeps(promise) or (own and promise.party != Commitment.Party.ADMINISTRATION)

    def helps(self, promise: Commitment) -> tuple[tuple[str, str], ...]:
        mine = {party for programme, party, _house in self.parties if programme == promise.programme_id}
        others = sorted(mine - {promise.party}) if promise.gap else []
        return tuple((party, str(Commitment.Party(party).label)) for party in others)


def board(request: SignedInRequest, promises: QuerySet[Commitment]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The promises by party, with whether the reader may tick, change or help with each; three queries."""
    rows = promises.select_related("unit", "programme").prefetch_related("offers")
    spoken = spoken_by(request, promises)
    parties: dict[str, list[dict[str, Any]]] = {party.value: [] for party in Commitment.Party}
    for row in rows:
        parties[row.party].append(
            {
                "it": row,
                "is_late": row.state != Commitment.State.DONE and row.due_on < clock.today(),
                "may_tick": row.pk in spoken.ticked,
                "may_change": spoken.may_change(row),
                "helps": spoken.helps(row),
            }
        )
    return [(str(Commitment.Party(party).label), lines) for party, lines in parties.items() if lines]


def spoken_by(request: SignedInRequest, promises: QuerySet[Commitment]) -> Spoken:
    """One query for all that is asked of every promise of these programmes."""
    ticked = Exists(queries.ticked_by(request.user).filter(pk=OuterRef("pk")))
    said = Commitment.objects.filter(
        queries.spoken_for_by(request.user), programme__in=promises.order_by().values("programme")
    ).annotate(is_ticked=ticked)
    rows = list(said.order_by().values_list("pk", "programme_id", "party", "house_id", "is_ticked"))
    return Spoken(
        parties={(programme, party, house) for _pk, programme, party, house, _ticked in rows},
        ticked={pk for pk, _programme, _party, _house, is_ticked in rows if is_ticked},
        kept=queries.books_kept_by(request.user, on=clock.today()),
    )
