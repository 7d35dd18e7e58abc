"""Activity IRIs, made from stable UUIDs: never from a slug or a title, which change, and the same in every language.

A page's UUID is its `translation_key`, so that the French and the Arabic lesson are one activity.
"""

from uuid import UUID

from django.conf import settings


def activity(kind: str, uid: UUID | str) -> str:
    return f"{settings.PUBLIC_URL}/xapi/activities/{kind}/{uid}"


def course(uid: UUID | str) -> str:
    return activity("course", uid)


def module(uid: UUID | str) -> str:
    return activity("module", uid)


def lesson(uid: UUID | str) -> str:
    return activity("lesson", uid)


def quiz(uid: UUID | str) -> str:
    return activity("quiz", uid)


def package(uid: UUID | str) -> str:
    return activity("package", uid)


def session(uid: UUID | str) -> str:
    return activity("session", uid)


def checklist(course_uid: UUID | str, competency_uid: UUID | str, level: int) -> str:
    """The behaviours that a course asks to be seen for a competency at a level."""
    return activity("checklist", f"{course_uid}/{competency_uid}/{level}")


def competency(uid: UUID | str) -> str:
    return activity("competency", uid)


def cohort(uid: UUID | str) -> str:
    return activity("cohort", uid)


def certificate(uid: UUID | str) -> str:
    return activity("certificate", uid)


def kind(name: str) -> str:
    """The IRI of one of our own types of activities."""
    return f"{settings.PUBLIC_URL}/xapi/activity-types/{name}"


def verb(name: str) -> str:
    """The IRI of one of our own verbs."""
    return f"{settings.PUBLIC_URL}/xapi/verbs/{name}"


def extension(name: str) -> str:
    """The IRI of one of our own extensions."""
    return f"{settings.PUBLIC_URL}/xapi/extensions/{name}"
