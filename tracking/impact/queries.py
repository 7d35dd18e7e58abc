"""Reading programmes, indicators, follow-ups and promises. Each `…visible_to` is the table of who may:

| what | inside (HR, head, coordinator) | parties of the programme | adviser, expert above | donor above |
|---|---|---|---|---|
| programmes, commitments, offers | of the administration | theirs | no | no |
| stories | all | but internal ones | no | no |
| indicators | all tiers | what the programme shares | public, community | public |
| scores, follow-ups | groups of `smallest_group` | groups of ten | no | no |

Who keeps the book (HR, coordinator) writes it: `kept_by`. A promise is ticked by its own party, which also says what
is missing and, unless it is the administration, adds promises of its own: `parties_written_by`.

A follow-up by name is seen by the person it is about and by who supervises that person, like everything about ability.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.people.models import Administration, Membership, User
from lms.people.queries import (
    Asker,
    administration_ids,
    administrations_below,
    administrations_of,
    current,
    held_by_reader,
    memberships_of,
    reads_figures_of,
    sees_rows,
)
from lms.people.rules import READS_FIGURES, Record
from tracking.impact.models import (
    Commitment,
    FollowUp,
    Indicator,
    LearnerGroup,
    Programme,
    ProgrammeIndicator,
    Reading,
    Story,
)
from tracking.impact.rules.parties import KEEPS_THE_BOOK, READS_TIER, SPEAKS_FOR


def visible_to(person: Asker) -> QuerySet[Programme]:
    """The programmes of the administrations whose figures one reads, and those that one's house is a party to."""
    promises = Commitment.objects.filter(spoken_for_by(person), programme=OuterRef("pk"))
    return Programme.objects.filter(
        Q(administration__in=administration_ids(person, roles=READS_FIGURES)) | Q(Exists(promises))
    )


def spoken_for_by(person: Asker) -> Q:
    """The commitments of the parties for which a person speaks, whatever the unit."""
    spoken = Q(pk__in=[])
    for party, roles in SPEAKS_FOR.items():
        spoken |= Q(party=party, house__in=administration_ids(person, roles=roles))
    return spoken


def is_inside(person: Asker, administration: Administration) -> bool:
    return reads_figures_of(person).filter(pk=administration.pk).exists()


def kept_by(person: Asker, *, on: date) -> QuerySet[Administration]:
    """The administrations for which a person says on a day what is measured, what was read and what was promised."""
    kept = administrations_of(person, on=on, roles=KEEPS_THE_BOOK)
    return kept.filter(kind=Administration.Kind.ADMINISTRATION).order_by("name")


def indicators_kept_by(person: Asker, *, on: date) -> QuerySet[Indicator]:
    """What a person may define otherwise and enter readings of, on a day."""
    return Indicator.objects.filter(administration__in=kept_by(person, on=on).order_by())


def books_kept_by(person: Asker, *, on: date) -> set[int]:
    """The same as numbers, whatever kind of house it is; of whoever reads a page they are known already."""
    held = held_by_reader(person, on, KEEPS_THE_BOOK)
    if held is None:
        return set(memberships_of(person, on=on, roles=KEEPS_THE_BOOK).values_list("administration_id", flat=True))
    return {each.administration_id for each in held}


def indicators_visible_to(person: Asker) -> QuerySet[Indicator]:
    shared = ProgrammeIndicator.objects.filter(
        is_shared=True, programme__in=visible_to(person), indicator=OuterRef("pk")
    )
    seen = Q(administration__in=administration_ids(person, roles=READS_FIGURES)) | Q(Exists(shared))
    for tier, roles in READS_TIER.items():
        if roles:
            seen |= Q(tier=tier, administration__in=administrations_below(person, roles=roles))
    return Indicator.objects.filter(seen)


def compared_by(person: Asker) -> QuerySet[Administration]:
    """The administrations whose indicators stand side by side for a person."""
    above = administrations_below(person, roles=READS_TIER["public"])
    kind = Administration.Kind.ADMINISTRATION
    return Administration.objects.filter(Q(pk__in=above) | Q(pk__in=reads_figures_of(person)), kind=kind)


def standing(readings: QuerySet[Reading] | None = None) -> QuerySet[Reading]:
    """Readings as they are known now; revised values stay behind."""
    return (Reading.objects.all() if readings is None else readings).filter(revised_at__isnull=True)


def stories_visible_to(person: Asker) -> QuerySet[Story]:
    """Of a story whose teller has taken consent back, nobody sees anything."""
    inside = Q(programme__administration__in=administration_ids(person, roles=READS_FIGURES))
    told = Story.objects.filter(withdrawn_at__isnull=True, programme__in=visible_to(person))
    return told.filter(inside | ~Q(consent=Story.Consent.INTERNAL))


def groups_of(programme: Programme) -> QuerySet[LearnerGroup]:
    standing = programme.groups.filter(removed_at__isnull=True)
    return standing.select_related("compared_with").prefetch_related("scores")


def removed_from(programme: Programme) -> QuerySet[LearnerGroup]:
    """The groups that were taken out again, without their scores."""
    return programme.groups.filter(removed_at__isnull=False)


def commitments_visible_to(person: Asker) -> QuerySet[Commitment]:
    return Commitment.objects.filter(programme__in=visible_to(person))


def ticked_by(person: Asker) -> QuerySet[Commitment]:
    """The commitments that a person may tick: the own party's, and of a head of office those of the own unit."""
    heads = administration_ids(person, roles={"head_of_office"})
    others = administration_ids(person, roles=SPEAKS_FOR["administration"] - {"head_of_office"})
    own_unit = Q(unit__memberships__in=memberships_as_head(person))
    of_party = spoken_for_by(person) & (
        ~Q(party=Commitment.Party.ADMINISTRATION) | Q(house__in=others) | Q(Q(house__in=heads) & own_unit)
    )
    return Commitment.objects.filter(of_party).distinct()


def memberships_as_head(person: Asker) -> QuerySet[Membership]:
    return memberships_of(person, roles={"head_of_office"})


def houses_of(administration: Administration, *, on: date) -> list[tuple[str, Administration]]:
    """The parties that a programme of an administration can have, each with a house in which it has its role.

    The administration is its own house, the region and the organisation are those above it. Experts and donors have their
    role in one of these, or in any other house where somebody holds it on that day.
    """
    line = [administration]
    while line[-1].parent:
        line.append(line[-1].parent)
    kinds = {"region": Administration.Kind.REGION, "wco": Administration.Kind.ORGANISATION}
    pairs = [("administration", administration)]
    pairs += [(party, house) for party, kind in kinds.items() for house in line if house.kind == kind]
    for party in ("expert", "donor"):
        holders = Membership.objects.filter(current(on), role__in=SPEAKS_FOR[party])
        held = Administration.objects.filter(pk__in=holders.values("administration"))
        pairs += [(party, house) for house in (*line, *held.exclude(pk__in=[each.pk for each in line]))]
    return pairs


def parties_written_by(person: Asker | None, programme: Programme, *, on: date) -> list[tuple[str, Administration]]:
    """For which parties, in which house, a person writes promises into a programme (None: the system, for all).

    Who keeps the administration's book writes for every party; who speaks for another party that has a promise there writes
    for that party and house.
    """
    if person is None or kept_by(person, on=on).filter(pk=programme.administration_id).exists():
        return houses_of(programme.administration, on=on)
    spoken = Commitment.objects.filter(spoken_for_by(person), programme=programme)
    theirs = spoken.exclude(party=Commitment.Party.ADMINISTRATION).select_related("house")
    return list({(each.party, each.house_id): (each.party, each.house) for each in theirs}.values())


def may_write_for(party: str, house: Administration, person: Asker | None, programme: Programme, *, on: date) -> bool:
    return (party, house) in parties_written_by(person, programme, on=on)


def follow_ups_visible_to(person: Asker) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(sees_rows(person, Record.ABILITY))


def answers_about(person: User, *, asked_by: Asker) -> QuerySet[FollowUp]:
    """What supervisors have said of a person's work, as far as someone may see it, the latest first."""
    answered = follow_ups_visible_to(asked_by).filter(person=person, state=FollowUp.State.ANSWERED)
    return answered.select_related("gap__competency", "state_by").order_by("-state_at", "-pk")


def answered_by(person: User) -> QuerySet[FollowUp]:
    """What a supervisor has said, of the officers still supervised, the latest first."""
    answered = follow_ups_visible_to(person).filter(state=FollowUp.State.ANSWERED, state_by=person)
    return answered.select_related("person", "gap__competency").order_by("-state_at", "-pk")


def follow_ups_asked_of(person: User, *, on: date) -> QuerySet[FollowUp]:
    """What a supervisor is asked: follow-ups that are due, of the officers supervised, never of oneself."""
    due = follow_ups_visible_to(person).exclude(person=person).filter(state=FollowUp.State.DUE, due_on__lte=on)
    return due.select_related("person", "gap__competency", "unit").order_by("due_on", "pk")
