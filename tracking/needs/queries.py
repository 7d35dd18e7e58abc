"""Reading assessments and gaps."""

from datetime import date

from django.db.models import QuerySet

from lms.people.models import User
from lms.people.queries import Asker, sees_rows
from lms.people.rules import Record
from tracking.needs.models import Assessment, Gap, Rating


def visible_to(person: Asker) -> QuerySet[Gap]:
    """One's own gaps, and those of the people one supervises; everyone else reads groups, through `small_groups`."""
    return Gap.objects.filter(sees_rows(person, Record.ABILITY))


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


def latest_ratings_of(assessment: Assessment) -> dict[int, dict[str, float]]:
    """The same for every competency of an assessment, in one query."""
    latest: dict[int, dict[str, Rating]] = {}
    for row in assessment.ratings.order_by("at", "pk"):
        latest.setdefault(row.competency_id, {})[row.source] = row
    return {
        competency: {source: float(row.level) for source, row in by_source.items() if row.level is not None}
        for competency, by_source in latest.items()
    }
