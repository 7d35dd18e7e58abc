"""Where the measured pages are in the database at hand, and sessions to ask for them with."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from wagtail.models import Page, Site

from bench.models import EmptyPage
from courses.catalogue.queries import visible_to
from desks.officer.calendar import token_of
from lms.competencies.models import Competency
from lms.people.models import Membership, User
from tracking.enrolment.models import Enrolment
from tracking.evidence.models import Evidence
from tracking.needs.models import Gap
from tracking.study.queries import lessons

COUNTED = {
    "officers": Membership.objects.filter(role=Membership.Role.OFFICER),
    "gaps": Gap.objects.all(),
    "evidence": Evidence.objects.all(),
    "enrolments": Enrolment.objects.all(),
    "competencies": Competency.objects.all(),
}


def database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return {"database": connection.vendor, "version": cursor.fetchone()[0]}


def rows() -> dict[str, int]:
    return {name: query.count() for name, query in COUNTED.items()}


def cookie(username: str | None) -> str:
    """A session of that person, as signing in would make it; none for nobody."""
    if username is None:
        return ""
    person = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def all_of_them() -> dict[str, str]:
    """The path of every measured page."""
    amina = User.objects.get(username="amina")
    course = visible_to(AnonymousUser()).order_by("code")[0]
    return {
        "empty view": "/bench/view/",
        "empty Wagtail page": empty_page().url,
        "front page": "/",
        "catalogue": "/catalogue/",
        "course": course.url,
        "lesson": lesson_of(amina),
        "my desk": "/my/",
        "my plan": "/my/plan/",
        "my calendar": f"/my/calendar.ics?token={token_of(amina)}",
        "hr": "/hr/",
        "office": "/office/",
    }


def empty_page() -> Page:
    found = EmptyPage.objects.first()
    if found is None:
        found = EmptyPage(title="Nothing", slug="nothing")
        Site.objects.get(is_default_site=True).root_page.add_child(instance=found)
    return found


def lesson_of(person: User) -> str:
    """A lesson with the most blocks of what the person studies."""
    enrolment = Enrolment.objects.filter(person=person).select_related("release").order_by("-started_at")[0]
    edition = enrolment.release.editions.get(locale="en", number=1)
    widest = max(lessons(edition), key=lambda lesson: len(lesson["blocks"]))
    return f"/learn/{enrolment.uid}/{widest['uid']}/"
