"""What every page knows of its reader: brand, language and direction, theme, and the desks she works at."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_bidi, get_language_info
from django.utils.translation import gettext_lazy as _

from lms.core import clock
from lms.people.models import Membership
from lms.people.preferences import theme_of
from lms.people.queries import roles_of

Role = Membership.Role


@dataclass(frozen=True)
class Desk:
    """A place of work on the site: its word, its address, and the roles that work there."""

    label: Any
    path: str
    roles: frozenset[str]


DESKS: Final = (
    Desk(_("My desk"), "/my/", frozenset({Role.OFFICER, Role.SUPERVISOR})),
    Desk(_("Training"), "/trainer/", frozenset({Role.TRAINER, Role.EXPERT})),
    Desk(_("People"), "/hr/", frozenset({Role.HR})),
    Desk(_("Office"), "/office/", frozenset({Role.HEAD_OF_OFFICE})),
    Desk(_("Administration"), "/coordinator/", frozenset({Role.NATIONAL_COORDINATOR})),
    Desk(
        _("Impact"),
        "/impact/",
        frozenset({Role.WCO_ADVISER, Role.DONOR_VIEWER, Role.EXPERT, Role.HR, Role.NATIONAL_COORDINATOR}),
    ),
    Desk(
        _("Editing"),
        "/admin/",
        frozenset({Role.TRAINER, Role.HR, Role.NATIONAL_COORDINATOR, Role.EXPERT, Role.ADMINISTRATOR}),
    ),
)
CATALOGUE: Final = Desk(_("Catalogue"), "/catalogue/", frozenset())


class Site:
    """Asked by templates as `clearway`; nothing here is looked up before a template asks for it.

    Not `site`: Wagtail and django-allauth give that name to something else.
    """

    brand = "Clearway"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @cached_property
    def theme(self) -> str:
        return theme_of(self.request)

    @property
    def languages(self) -> list[dict[str, str]]:
        return languages()

    @property
    def language_name(self) -> str:
        return str(get_language_info(self.language)["name_local"])

    @property
    def choices(self) -> str:
        """The buttons that choose another language or theme."""
        return choices(self.language, self.theme)

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def today(self) -> Any:
        """The day that the demo lives on, when it has been told to live on another."""
        return clock.today() if clock.days_moved() else None

    @cached_property
    def desks(self) -> list[Desk]:
        # A request that is refused before anybody has looked who sent it, such as one with a malformed Host, has no user.
        user = getattr(self.request, "user", AnonymousUser())
        roles = set(roles_of(user))
        if user.is_authenticated and user.is_superuser:
            roles.add(Role.ADMINISTRATOR)
        return [desk for desk in DESKS if desk.roles & roles and is_served(desk.path)] + [CATALOGUE]

    @cached_property
    def here(self) -> str:
        """The path of the desk that the page belongs to."""
        return next((desk.path for desk in self.desks if self.request.path.startswith(desk.path)), "")


@cache
def choices(language: str, theme: str) -> str:
    """Drawn once for each language and theme: they stand on every page, and make up a good part of its head."""
    return render_to_string("components/choices.html", {"language": language, "theme": theme, "languages": languages()})


@cache
def languages() -> list[dict[str, str]]:
    """Each language with its name in itself, as its speakers look for it."""
    return [{"code": code, "name": get_language_info(code)["name_local"]} for code, _name in settings.LANGUAGES]


@cache
def is_served(path: str) -> bool:
    """Whether a view answers at a path; Wagtail's catch-all, which answers everywhere, does not count."""
    try:
        return resolve(path).url_name != "wagtail_serve"
    except Resolver404:
        return False


def site(request: HttpRequest) -> dict[str, Site]:
    return {"clearway": Site(request)}
