"""What a post asks for against what is known, each line with its why: who said what, by which formula, who reads it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desks.officer.queries import GapLine
from lms.competencies.models import Competency
from lms.competencies.queries import targets_of
from lms.people.models import Membership, User
from lms.people.queries import current, within_scope_of
from lms.people.rules import Record
from tracking.evidence.models import Evidence
from tracking.needs import queries as needs
from tracking.needs import rules
from tracking.needs.causes import MANAGEMENT
from tracking.needs.models import Assessment, Gap, Rating

#: More open gaps than this are too many to read at once: then the widest few stand first, and the others are folded.
MANY, FEW = 8, 6


@dataclass(frozen=True)
class Term:
    """One source in the formula: its stated weight, who it is, what it said."""

    rating: Rating
    weight: float

    @property
    def level(self) -> float:
        return float(self.rating.level or 0)


@dataclass(frozen=True)
class Explained:
    """A line of the desk and what stands behind it."""

    line: GapLine
    terms: list[Term]
    combined: rules.CombinedLevel | None
    evidence: Evidence | None

    @property
    def divisor(self) -> float:
        return self.combined.coverage if self.combined else 1.0

    @property
    def weights(self) -> Mapping[str, float]:
        """Of each source, as the assessment's instrument states them."""
        return self.terms[0].rating.assessment.instrument.weights if self.terms else {}

    @property
    def coverage_percent(self) -> int:
        return round(100 * self.combined.coverage) if self.combined else 0

    @property
    def waits_for_evidence(self) -> bool:
        """Whether the level was assessed again and is the one asked for, and only evidence of it is still to come."""
        return self.line.is_open and not self.is_refresher and (self.line.shown or 0) >= self.line.target

    @property
    def is_refresher(self) -> bool:
        return self.line.is_open and self.line.gap is not None and self.line.gap.kind == Gap.Kind.REFRESHER

    @property
    def for_management(self) -> bool:
        """Whether what stands in the way is not for a course to mend."""
        return self.line.is_open and self.line.gap is not None and self.line.gap.cause in MANAGEMENT


@dataclass(frozen=True)
class Standing:
    """Everything that the posts ask for, the open gaps first, and who reads it by name."""

    every: list[Explained]
    readers: list[User]
    #: The competencies that the posts ask for; a gap may be left in others.
    targets: Collection[int] = ()

    @property
    def open(self) -> list[Explained]:
        return [each for each in self.every if each.line.is_open and not each.is_refresher]

    @property
    def first(self) -> list[Explained]:
        """The widest gaps, as many as one reads at a time; all of them where there are hardly more."""
        return self.open if len(self.open) <= MANY else self.open[:FEW]

    @property
    def further(self) -> list[Explained]:
        return self.open[len(self.first) :]

    @property
    def refreshers(self) -> list[Explained]:
        """What was shown once, and asks for a refresher since its certificate has run out."""
        return [each for each in self.every if each.is_refresher]

    @property
    def shown(self) -> list[Explained]:
        return [each for each in self.every if not each.line.is_open and each.line.shown is not None]

    @property
    def unknown(self) -> list[Explained]:
        return [each for each in self.every if not each.line.is_open and each.line.shown is None]


def standing(person: User, *, asked_by: User, on: date) -> Standing:
    """How a person stands, as far as the asking one may see it, in a constant number of queries.

    A supervisor sees what the person sees: of the administrations that the supervisor's role reaches.
    """
    places = None if asked_by.pk == person.pk else places_reached(person, asked_by=asked_by, on=on)
    held = Membership.objects.filter(current(on), person=person, role=Membership.Role.OFFICER)
    served = held.select_related("administration").order_by("pk")
    served = served if places is None else served.filter(administration__in=places)
    administration = next((membership.administration for membership in served), None)
    targets = targets_of(person, on=on, administration=None if places is None else administration)
    said = last_said(person, asked_by=asked_by, on=on)
    shown = evidence_of(person, on=on)
    gaps = {gap.competency_id: gap for gap in sorted(needs.visible_to(asked_by).filter(person=person), key=weight)}
    asked = {pk: target.level for pk, target in targets.items()}
    asked |= {pk: gap.target for pk, gap in gaps.items() if gap.state not in Gap.OVER}
    every = [
        explain(competency, asked[competency.pk], said.get(competency.pk, []), shown.get(competency.pk), gaps)
        for competency in Competency.objects.filter(pk__in=asked).order_by("code")
    ]
    every.sort(key=lambda each: (not each.line.is_open, (each.line.shown or 0) - each.line.target))
    readers = needs.supervisors_of(person, administration, on=on) if administration else []
    return Standing(every, readers, targets)


def weight(gap: Gap) -> tuple[bool, bool, datetime]:
    """Of several in one competency the live one is told of, a gap rather than a refresher, the newest rather than others."""
    return gap.state not in Gap.OVER, gap.kind == Gap.Kind.GAP, gap.opened_at


def places_reached(person: User, *, asked_by: User, on: date) -> Collection[int]:
    reached = within_scope_of(asked_by, Record.ABILITY, on=on).filter(person=person)
    return set(reached.values_list("administration_id", flat=True))


def last_said(person: User, *, asked_by: User, on: date) -> dict[int, list[Term]]:
    """What each source said last, by competency id, in the newest closed assessment in which anybody spoke of it."""
    closed = needs.assessments_visible_to(asked_by, on=on).filter(person=person, state=Assessment.State.CLOSED)
    # Whoever rated, rated many: fetched beside the ratings, each person and each assessment comes once.
    rows = Rating.objects.filter(assessment__in=closed.values("pk")).prefetch_related("by", "assessment__instrument")
    said: dict[int, dict[int, dict[str, Rating]]] = {}
    for row in rows.order_by("assessment_id", "at", "pk"):
        said.setdefault(row.competency_id, {}).setdefault(row.assessment_id, {})[row.source] = row
    return {pk: newest(list(of.values())) for pk, of in said.items()}


def newest(assessments: list[dict[str, Rating]]) -> list[Term]:
    spoken = ([term(row) for row in of.values() if row.level is not None] for of in reversed(assessments))
    return next(filter(None, spoken), [])


def term(row: Rating) -> Term:
    return Term(row, row.assessment.instrument.weights.get(row.source, 0))


def evidence_of(person: User, *, on: date) -> dict[int, Evidence]:
    """The highest unexpired evidence by competency id, the newest of it."""
    rows = Evidence.objects.filter(person=person).order_by("level", "at")
    return {row.competency_id: row for row in rows if row.expires_on is None or row.expires_on >= on}


def explain(
    competency: Competency, target: int, terms: list[Term], evidence: Evidence | None, gaps: dict[int, Gap]
) -> Explained:
    gap = gaps.get(competency.pk)
    combined = combine(terms)
    levels = [rules.whole_level(combined.level)] if combined else []
    levels += [rules.whole_level(float(gap.level))] if gap and gap.state not in Gap.OVER and not combined else []
    levels += [evidence.level] if evidence else []
    line = GapLine(competency, target, max(levels, default=None), gap)
    return Explained(line, sorted(terms, key=lambda each: -each.weight), combined, evidence)


def combine(terms: list[Term]) -> rules.CombinedLevel | None:
    if not terms:
        return None
    stated = terms[0].rating.assessment.instrument
    said = {each.rating.source: each.level for each in terms}
    return rules.combine(said, weights=stated.weights, errors=stated.errors)
