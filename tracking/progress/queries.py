"""How far someone has come."""

from django.db.models import QuerySet

from lms.people.queries import Asker
from tracking.enrolment.models import Enrolment
from tracking.enrolment.queries import visible_to as enrolments_visible_to
from tracking.progress import rules
from tracking.progress.models import Completion, PartDone


def visible_to(person: Asker) -> QuerySet[Completion]:
    """One's own completions, and those of the people whose participation one may see."""
    return Completion.objects.filter(enrolment__in=enrolments_visible_to(person))


def parts_done(enrolment: Enrolment) -> dict[str, set[str]]:
    """UUIDs of what is done, by kind ("lesson", "quiz")."""
    done: dict[str, set[str]] = {kind: set() for kind in PartDone.Kind.values}
    for part in enrolment.parts_done.all():
        done[part.kind].add(str(part.uid))
    return done


def standing(enrolment: Enrolment) -> rules.Standing:
    """Where an enrolment stands against the rules of its release."""
    done = parts_done(enrolment)
    return rules.standing(rules=enrolment.release.rules, lessons_done=done["lesson"], quizzes_passed=done["quiz"])
