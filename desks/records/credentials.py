"""Credentials of other systems: made, changed, given a new secret, revoked. Key and secret are shown once."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from desks.records.keepers import administration_of, show
from lms.core import clock
from lms.people.models import Administration
from lms.people.typing import SignedInRequest
from tracking.lrs import actions
from tracking.lrs.credentials.actions import rotate, set_policy
from tracking.lrs.models import Credential
from tracking.lrs.scopes import Scope

SCOPES = [
    (Scope.WRITE, gettext_lazy("write statements")),
    (Scope.READ_MINE, gettext_lazy("read its own statements")),
    (Scope.READ, gettext_lazy("read every statement")),
    (Scope.STATE, gettext_lazy("keep states")),
    (Scope.PROFILE, gettext_lazy("keep profiles")),
    (Scope.DEFINE, gettext_lazy("describe activities")),
    (Scope.ALL_READ, gettext_lazy("read everything")),
    (Scope.ALL, gettext_lazy("do everything")),
]
#: Hours for which the old secret still opens after a rotation.
OVERLAPS = [(0, gettext_lazy("at once")), (1, gettext_lazy("in an hour")), (24, gettext_lazy("in a day")), (168, gettext_lazy("in a week"))]  # noqa: E501  # fmt: skip


class PolicyForm(forms.Form):
    """What a credential may do."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("The other system, as you call it.")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), choices=SCOPES, widget=forms.CheckboxSelectMultiple,
        initial=[Scope.WRITE, Scope.READ_MINE],
    )  # fmt: skip
    names = forms.ChoiceField(
        label=gettext_lazy("People in its statements"), choices=Credential.Names.choices,
        initial=Credential.Names.OPAQUE,
        help_text=gettext_lazy("With opaque accounts, names are left out and statements with mail addresses refused."),
    )  # fmt: skip
    xapi_version = forms.ChoiceField(
        label=gettext_lazy("Version of xAPI, where it names none"), choices=[("1.0.3", "1.0.3"), ("2.0.0", "2.0.0")]
    )
    per_minute = forms.IntegerField(
        label=gettext_lazy("Requests in a minute"), min_value=1, max_value=1_000_000, required=False,
        help_text=gettext_lazy("Empty for as many as come."),
    )  # fmt: skip


def external(administration: Administration) -> QuerySet[Credential]:
    return Credential.objects.filter(tenant=administration.uid, kind=Credential.Kind.EXTERNAL)


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    administration, _own = administration_of(request)
    rows = external(administration).order_by(F("revoked_at").asc(nulls_first=True), "-since")
    return show(request, "credentials", "credentials", rows=rows[:200], at=clock.now())


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Make one; the answer to the form shows key and secret, and nothing shows them again."""
    administration, _own = administration_of(request)
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        credential, secret = actions.register(
            tenant=administration.uid, authority=authority(given["name"], administration), by=request.user,
            at=clock.now(), **given,
        )  # fmt: skip
        return shown_once(request, credential, secret)
    return show(request, "credential", "credentials", form=form, credential=None)


def authority(name: str, administration: Administration) -> dict[str, Any]:
    """Who vouches for what the credential stores."""
    account = {"homePage": settings.PUBLIC_URL, "name": f"client:{administration.code}:{name}"}
    return {"objectType": "Agent", "name": name, "account": account}


def shown_once(request: SignedInRequest, credential: Credential, secret: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("xapi-about")).removesuffix("/about")
    return show(request, "secret", "credentials", credential=credential, secret=secret, address=address)


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    administration, _own = administration_of(request)
    credential = get_object_or_404(external(administration), pk=pk)
    initial = {name: getattr(credential, name) for name in PolicyForm.base_fields}
    form = PolicyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_policy(credential=credential, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("It holds from the next request on."))
        return redirect(f"{reverse('records:credentials')}?administration={administration.code}")
    return show(request, "credential", "credentials", form=form, credential=credential, overlaps=OVERLAPS)


@never_cache
@require_POST
def renew(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new secret, shown once; the old one opens for as many hours as were chosen."""
    administration, _own = administration_of(request)
    credential = get_object_or_404(external(administration).filter(revoked_at=None), pk=pk)
    hours, at = request.POST.get("hours", "0"), clock.now()
    known = int(hours) if hours in {str(choice) for choice, _words in OVERLAPS} else 0
    until = at + timedelta(hours=known) if known else None
    return shown_once(request, credential, rotate(credential=credential, until=until, by=request.user, at=at))


@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    administration, _own = administration_of(request)
    credential = get_object_or_404(external(administration), pk=pk)
    actions.revoke(credential=credential, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s is revoked.") % {"name": credential.name})
    return redirect(f"{reverse('records:credentials')}?administration={administration.code}")
