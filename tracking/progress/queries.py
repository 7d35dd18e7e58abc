"""How far someone has come."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from lms.people.queries import Asker
from tracking.attendance.queries import attended_by
from tracking.enrolment.models import Enrolment
from tracking.enrolment.queries import visible_to as enrolments_visible_to
from tracking.progress import rules
from tracking.progress.models import Completion, PartDone


def visible_to(person: Asker) -> QuerySet[Completion]:
    """One's own completions, and those of the people whose participation one may see."""
    return Completion.objects.filter(enrolment__in=enrolments_visible_to(person))


def parts_done(enrolment: Enrolment) -> dict[str, set[str]]:
    """UUIDs of what is done, by kind ("lesson", "quiz", "package")."""
    done: dict[str, set[str]] = {kind: set() for kind in PartDone.Kind.values}
    for part in enrolment.parts_done.all():
        done[part.kind].add(str(part.uid))
    return done


def standing(enrolment: Enrolment) -> rules.Standing:
    """Where an enrolment stands against the rules of its release."""
    return standings([enrolment])[enrolment.pk]


def standings(enrolments: Collection[Enrolment]) -> dict[int, rules.Standing]:
    """Where enrolments stand, by id: one query for the marks of all, and none where no release asks for sessions."""
    asking = [enrolment for enrolment in enrolments if enrolment.release.rules.get("sessions")]
    attended = attended_by(asking) if asking else {}
    return {enrolment.pk: against(enrolment, attended.get(enrolment.pk, {})) for enrolment in enrolments}


def against(enrolment: Enrolment, attended: Mapping[str, int]) -> rules.Standing:
    done = parts_done(enrolment)
    return rules.standing(
        rules=enrolment.release.rules,
        lessons_done=done["lesson"],
        quizzes_passed=done["quiz"],
        packages_done=done["package"],
        sessions_attended=attended,
    )
