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


def extension(name: str) -> str:
    """The IRI of one of our own extensions."""
    return f"{settings.PUBLIC_URL}/xapi/extensions/{name}"
