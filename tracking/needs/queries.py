"""Reading assessments and gaps."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lms.core.small_groups import Cell, suppress_list
from lms.people.models import Administration, Membership, OrgUnit, User
from lms.people.queries import Asker, administrations_of, current, reads_figures_of, sees_rows
from lms.people.rules import Record
from tracking.evidence.models import Evidence
from tracking.needs import rules
from tracking.needs.causes import MANAGEMENT
from tracking.needs.models import Assessment, Gap, Instrument, InstrumentTest, ManagementAction, NamedCause, Rating

#: Who asks the officers of an administration to assess themselves.
OPENS_ROUNDS = (Membership.Role.HR, Membership.Role.NATIONAL_COORDINATOR)


def visible_to(person: Asker, *, on: date | None = None) -> QuerySet[Gap]:
    """One's own gaps, and those of the people one supervises; everyone else reads groups, through `small_groups`."""
    return Gap.objects.filter(sees_rows(person, Record.ABILITY, on=on))


def assessments_visible_to(person: Asker, *, on: date | None = None) -> QuerySet[Assessment]:
    """One's own assessments, and those of the people one supervises."""
    return Assessment.objects.filter(sees_rows(person, Record.ABILITY, on=on))


def live_gaps(person: User) -> QuerySet[Gap]:
    """What is still asked of a person, the widest first."""
    return (
        Gap.objects.filter(person=person)
        .exclude(state__in=Gap.OVER)
        .select_related("competency", "closed_by")
        .order_by("level", "competency__code")
    )


def gaps_to_train(person: User) -> QuerySet[Gap]:
    """The live gaps that a course may mend: all but those of which only causes for management were named."""
    return live_gaps(person).exclude(cause__in=MANAGEMENT)


def latest_rows_of(assessment: Assessment) -> dict[int, dict[str, Rating]]:
    """What each source said last, by competency id, in one query."""
    latest: dict[int, dict[str, Rating]] = {}
    for row in assessment.ratings.order_by("at", "pk"):
        latest.setdefault(row.competency_id, {})[row.source] = row
    return latest


def latest_ratings_of(assessment: Assessment) -> dict[int, dict[str, float]]:
    """The levels that sources said last, by competency id; who did not observe said none."""
    return {pk: spoken(by_source) for pk, by_source in latest_rows_of(assessment).items()}


def spoken(by_source: Mapping[str, Rating]) -> dict[str, float]:
    return {source: float(row.level) for source, row in by_source.items() if row.level is not None}


def levels_of(assessment: Assessment) -> dict[int, rules.CombinedLevel]:
    """The combined level of each competency that somebody rated."""
    stated = {"weights": assessment.instrument.weights, "errors": assessment.instrument.errors}
    combined = {pk: rules.combine(said, **stated) for pk, said in latest_ratings_of(assessment).items()}
    return {pk: level for pk, level in combined.items() if level is not None}


def assessed_levels(person: User, *, competencies: Collection[int] | None = None) -> dict[int, int]:
    """The whole level that the newest assessment which says anything of a competency puts a person at; of all that were ever
    assessed, or of some, in two queries."""
    rows = Rating.objects.filter(assessment__person=person, assessment__state=Assessment.State.CLOSED)
    rows = rows if competencies is None else rows.filter(competency__in=competencies)
    fields = ("competency_id", "assessment_id", "assessment__instrument_id", "source", "level")
    said: dict[int, dict[tuple[int, int], dict[str, float]]] = {}
    for pk, assessment, used, source, level in rows.order_by("-assessment_id", "at", "pk").values_list(*fields):
        by_source = said.setdefault(pk, {}).setdefault((assessment, used), {})
        if level is None:
            by_source.pop(source, None)
        else:
            by_source[source] = float(level)
    stated = Instrument.objects.in_bulk({used for of in said.values() for _, used in of})
    found = {pk: newest(of, stated) for pk, of in said.items()}
    return {pk: rules.whole_level(combined.level) for pk, combined in found.items() if combined is not None}


def newest(
    said: Mapping[tuple[int, int], Mapping[str, float]], stated: Mapping[int, Instrument]
) -> rules.CombinedLevel | None:
    """The level of the first assessment in which anybody spoke."""
    for (_assessment, used), by_source in said.items():
        combined = rules.combine(by_source, weights=stated[used].weights, errors=stated[used].errors)
        if combined is not None:
            return combined
    return None


def causes_of(assessment: Assessment) -> dict[int, list[str]]:
    """The causes named in an assessment, by competency id."""
    named: dict[int, list[str]] = {}
    for pk, cause in assessment.causes.order_by("cause").values_list("competency_id", "cause"):
        named.setdefault(pk, []).append(cause)
    return named


def running_of(person: User) -> Assessment | None:
    """The assessment that a person is in the middle of, the one opened last."""
    running = person.assessments.exclude(state=Assessment.State.CLOSED)
    return running.select_related("administration", "instrument").order_by("-pk").first()


def assessments(pks: Iterable[int]) -> QuerySet[Assessment]:
    return Assessment.objects.filter(pk__in=list(pks)).select_related("person", "administration", "instrument")


def instruments_for(administration: Administration) -> QuerySet[Instrument]:
    """The instruments over the administration's own framework, or over one that all share, the usual one first."""
    usable = Q(framework__administration=administration) | Q(framework__administration__isnull=True)
    return Instrument.objects.filter(usable).order_by(
        F("framework__administration").asc(nulls_last=True), "-version", "-pk"
    )


def instrument_for(administration: Administration) -> Instrument | None:
    """The newest version of the instrument over the administration's own framework, or over one that all share."""
    return instruments_for(administration).first()


def tests_for(assessment: Assessment) -> QuerySet[InstrumentTest]:
    """The placement tests that the instrument offers to this person's administration: its own, and those from above it."""
    home = assessment.administration
    above = Administration.objects.filter(Q(pk=home.pk) | Q(children=home.pk) | Q(children__children=home.pk)).values(
        "pk"
    )
    offered = assessment.instrument.tests.filter(quiz_version__quiz__administration__in=above)
    return offered.select_related("quiz_version").order_by("pk")


def supervisors_of(person: User, administration: Administration, *, on: date) -> list[User]:
    """Who supervises an officer of an administration: supervisors of the officer's unit and of the units above it."""
    held, role = Membership.objects.filter(current(on), administration=administration), Membership.Role
    # Treebeard's path of a unit begins with the paths of the units above it.
    serves_below = held.filter(person=person, role=role.OFFICER, unit__path__startswith=OuterRef("unit__path"))
    rows = held.filter(Exists(serves_below), role=role.SUPERVISOR).exclude(person=person)
    return list(dict.fromkeys(row.person for row in rows.select_related("person").order_by("pk")))


def supervisors_among(administration_id: int, people: Collection[int], *, on: date) -> set[int]:
    """Who supervises somebody among these officers of an administration, in one query."""
    role, wanted = Membership.Role, set(people)
    rows = Membership.objects.filter(current(on), administration=administration_id, unit__isnull=False)
    held = list(rows.filter(role__in=[role.SUPERVISOR, role.OFFICER]).values_list("person", "role", "unit__path"))
    serving = {(person, path) for person, what, path in held if what == role.OFFICER and person in wanted}
    return {
        supervisor
        for supervisor, what, top in held
        if what == role.SUPERVISOR and any(path.startswith(top) and person != supervisor for person, path in serving)
    }


def rounds_opened_by(person: Asker, *, on: date | None = None) -> QuerySet[Administration]:
    """The administrations whose officers a person asks to assess themselves."""
    return administrations_of(person, on=on, roles=OPENS_ROUNDS)


def with_post(administration: Administration, *, unit: OrgUnit | None, on: date) -> QuerySet[Membership]:
    """Those who serve an administration in a post, in a unit and below it or anywhere."""
    held = Membership.objects.filter(current(on), administration=administration, role=Membership.Role.OFFICER)
    return held.filter(post__isnull=False, **({"unit__path__startswith": unit.path} if unit else {}))


def waits_for(assessment: Assessment, *, on: date) -> list[str]:
    """Who has not spoken yet: "self", "supervisor" (where there is one), "test". Empty when all are in."""
    missing = ["self"] if assessment.state == Assessment.State.OPEN else []
    if assessment.rated_at is None and supervisors_of(assessment.person, assessment.administration, on=on):
        missing.append("supervisor")
    if tests_for(assessment).exclude(pk__in=assessment.sittings.values("test")).exists():
        missing.append("test")
    return missing


@dataclass(frozen=True)
class Known:
    """What is known of a level: the combined ratings of the newest assessment that has any, or what evidence shows."""

    combined: rules.CombinedLevel
    shown: int | None
    assessment_id: int

    @property
    def level(self) -> float:
        return max(self.combined.level, float(self.shown or 0))


def known_levels(administration: Administration, *, on: date) -> dict[tuple[int, int], Known]:
    """Known levels of everyone in an administration, by (person, competency), in three queries; unknown is left out."""
    latest: dict[tuple[int, int], dict[str, float]] = {}
    newest: dict[tuple[int, int], int] = {}
    instrument: dict[int, Instrument] = Instrument.objects.in_bulk()
    spoke: dict[tuple[int, int], int] = {}
    closed = Assessment.State.CLOSED
    rows = Rating.objects.filter(
        assessment__administration=administration, assessment__state=closed, level__isnull=False, at__date__lte=on
    )
    fields = ("assessment_id", "assessment__person_id", "assessment__instrument_id", "competency_id", "source", "level")
    for assessment, person, used, competency, source, level in rows.order_by("assessment_id", "at", "pk").values_list(
        *fields
    ):
        key = (person, competency)
        if newest.get(key) != assessment:
            newest[key], latest[key], spoke[key] = assessment, {}, used
        latest[key][source] = float(level)
    shown = evidence_levels({person for person, _ in latest}, on=on)
    found = {}
    for key, said in latest.items():
        stated = instrument[spoke[key]]
        combined = rules.combine(said, weights=stated.weights, errors=stated.errors)
        if combined:
            found[key] = Known(combined, shown.get(key), newest[key])
    return found


def evidence_levels(people: Collection[int], *, on: date) -> dict[tuple[int, int], int]:
    """The highest unexpired level shown, by (person, competency)."""
    valid = Evidence.objects.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on), at__date__lte=on)
    rows = valid.filter(person__in=people).values_list("person_id", "competency_id").annotate(Max("level"))
    return {(person, competency): level for person, competency, level in rows}


def unit_to_tell_of(unit: OrgUnit | None, administration: Administration, *, on: date) -> OrgUnit | None:
    """The unit, or the nearest above it, in which enough people serve to be told of; None: the whole administration."""
    if unit is None:
        return None
    officers = Membership.objects.filter(current(on), administration=administration, role=Membership.Role.OFFICER)
    lines = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    for line in reversed(lines):
        people = officers.filter(unit__path__startswith=line).values("person").distinct().count()
        if people >= administration.smallest_group:
            return OrgUnit.objects.get(path=line)
    return None


def management_visible_to(person: Asker, *, on: date | None = None) -> QuerySet[ManagementAction]:
    """The actions of administrations whose group figures a person reads."""
    return ManagementAction.objects.filter(administration__in=reads_figures_of(person, on=on))


@dataclass(frozen=True)
class ManagementLine:
    """An action with the number of people whose gaps name its cause, as it may be shown."""

    action: ManagementAction
    people: Cell
    is_late: bool = False


def management_lines(administration: Administration, *, on: date) -> list[ManagementLine]:
    """The live actions of an administration, the earliest due first, counted once and suppressed whole."""
    live = ManagementAction.objects.filter(administration=administration).exclude(state__in=ManagementAction.OVER)
    actions = list(live.select_related("unit", "owner").order_by(F("due_on").asc(nulls_last=True), "cause", "pk"))
    paths = {action.unit_id or 0: action.unit.path if action.unit else "" for action in actions}
    named = people_naming(administration)
    rows = {
        unit: {
            action.cause: len({p for p, at_path, cause in named if cause == action.cause and at_path.startswith(path)})
            for action in actions
            if (action.unit_id or 0) == unit
        }
        for unit, path in paths.items()
    }
    table = {unit: suppressed(row, administration) for unit, row in rows.items()}
    return [
        ManagementLine(
            action, table[action.unit_id or 0][action.cause], is_late=action.due_on is not None and action.due_on < on
        )
        for action in actions
    ]


def suppressed(row: Mapping[str, int], administration: Administration) -> dict[str, Cell]:
    """Each figure by itself: units lie within one another and people name two causes, so the figures do not add up."""
    smallest = administration.smallest_group
    return {cause: suppress_list({cause: number}, smallest=smallest).totals[cause] for cause, number in row.items()}


def people_naming(administration: Administration) -> set[tuple[int, str, str]]:
    """(person, path of the unit, cause) of every cause that somebody names of a gap that is live."""
    live = Gap.objects.exclude(state__in=Gap.OVER).filter(
        administration=administration, person=OuterRef("assessment__person"), competency=OuterRef("competency")
    )
    named = NamedCause.objects.filter(assessment__administration=administration, cause__in=MANAGEMENT)
    # Few causes are named and many gaps live, so each cause looks for its gap; one without a unit is in the empty path.
    path = Subquery(live.order_by("-pk").values(path=Coalesce("unit__path", Value("")))[:1])
    rows = named.annotate(path=path).filter(path__isnull=False)
    return set(rows.values_list("assessment__person_id", "path", "cause"))
