"""Who keeps the records of which administration."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.people.models import Administration, Membership
from lms.people.queries import Asker, administrations_of
from lms.people.typing import SignedInRequest

#: Where a request remembers the administrations of its asker.
KEPT = "kept_administrations"


def kept_by(person: Asker) -> QuerySet[Administration]:
    """The administrations whose administrator a person is; a superuser is everyone's."""
    if person.is_superuser:
        return Administration.objects.filter(kind=Administration.Kind.ADMINISTRATION)
    return administrations_of(person, roles=[Membership.Role.ADMINISTRATOR])


def keeps_some(request: HttpRequest) -> bool:
    return request.user.is_authenticated and kept_by(request.user).exists()


def administration_of(request: SignedInRequest) -> tuple[Administration, list[Administration]]:
    """The administration that the page is about, of those whose records the asker keeps (404: of none of them)."""
    if not hasattr(request, KEPT):
        setattr(request, KEPT, list(kept_by(request.user)))
    own: list[Administration] = getattr(request, KEPT)
    if not own:
        raise PermissionDenied
    code = request.GET.get("administration")
    found = next((each for each in own if each.code == code), None) if code else own[0]
    if found is None:
        raise Http404
    return found, own


def show(request: SignedInRequest, template: str, page: str, **context: Any) -> HttpResponse:
    """A page of this desk, with the others beside it."""
    administration, own = administration_of(request)
    names = {
        "index": _("Statements"), "credentials": _("Credentials"), "forwarding": _("Forwarding"),
        "erasing": _("Erasing"),
    }  # fmt: skip
    tabs = [(reverse(f"records:{name}"), words, name == page) for name, words in names.items()]
    shared = {"administration": administration, "administrations": own, "tabs": tabs, "page": page}
    return render(request, f"desks/records/{template}.html", shared | context)
