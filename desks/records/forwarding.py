"""The stores that statements are forwarded to: what arrived last, what still waits, what went wrong, and trying again."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from desks.records.keepers import administration_of, show
from lms.core import clock
from lms.people.typing import SignedInRequest
from tracking.lrs.forwarding import actions, queries
from tracking.lrs.forwarding.models import Target
from tracking.lrs.forwarding.reaching import OutOfReach
from tracking.lrs.grammar import is_iri
from tracking.lrs.models import Statement

REASONS = {
    "not_https": gettext_lazy("The address must begin with https://."),
    "not_an_endpoint": gettext_lazy("The address must be that of a record store alone."),
    "private_address": gettext_lazy("The address lies within our own network."),
}


class Iris(forms.CharField):
    """IRIs, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        found = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if wrong := [line for line in found if not is_iri(line)]:
            raise forms.ValidationError(_("%(line)s is no IRI.") % {"line": wrong[0]})
        return found


class TargetForm(forms.ModelForm):
    """A target; its secret is typed and never shown."""

    endpoint = forms.URLField(
        label=gettext_lazy("Address"), max_length=500, assume_scheme="https",
        help_text=gettext_lazy("Without /statements at its end."),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("Secret"), max_length=200, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    verbs = Iris(
        label=gettext_lazy("Only these verbs"), required=False, help_text=gettext_lazy("One IRI a line; empty for all.")
    )
    activity_prefixes = Iris(
        label=gettext_lazy("Only activities that begin so"), required=False,
        help_text=gettext_lazy("One beginning a line; empty for all."),
    )  # fmt: skip
    origins = forms.MultipleChoiceField(
        label=gettext_lazy("Only from"), choices=Statement.Origin.choices, widget=forms.CheckboxSelectMultiple,
        required=False, help_text=gettext_lazy("None ticked: from anywhere."),
    )  # fmt: skip

    class Meta:
        model = Target
        fields = ("name", "endpoint", "key", "xapi_version", "is_pseudonymous", "batch", "is_active")

    field_order = (
        "name", "endpoint", "key", "secret", "xapi_version", "is_pseudonymous", "verbs", "activity_prefixes",
        "origins", "batch", "is_active",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("verbs", "activity_prefixes", "origins"):
            self.initial.setdefault(name, getattr(self.instance, name))
        self.fields["secret"].required = self.instance.pk is None
        if self.instance.pk:
            self.fields["secret"].help_text = _("Empty keeps the one that is stored.")


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    administration, _own = administration_of(request)
    targets = Target.objects.filter(tenant=administration.uid).order_by("name", "pk")
    rows = [(target, queries.backlog(target), target.dead_letters.count()) for target in targets]
    return show(request, "forwarding", "forwarding", rows=rows, most=queries.MOST_COUNTED, reasons=REASONS)


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """A new target, or one that is there, with its dead letters."""
    administration, _own = administration_of(request)
    target = get_object_or_404(Target, pk=pk, tenant=administration.uid) if pk else None
    form = TargetForm(request.POST or None, instance=target)
    if request.method == "POST" and form.is_valid():
        known = get_object_or_404(Target, pk=pk) if pk else None  # the form has written into the other one
        given = {"by": request.user, "at": clock.now(), **form.cleaned_data}
        try:
            if known:
                actions.change_target(target=known, **given)
            else:
                actions.add_target(tenant=administration.uid, **given)
        except OutOfReach as error:
            form.add_error("endpoint", REASONS[error.code])
        else:
            messages.success(request, _("It is saved. Statements go out within a minute."))
            return back(administration.code)
    letters = target.dead_letters.order_by("seq")[:50] if target else []
    return show(request, "target", "forwarding", form=form, target=target, letters=letters, today=clock.today())


@require_POST
def act(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """Try the connection, replay, send dead letters again, or end the forwarding."""
    administration, _own = administration_of(request)
    target = get_object_or_404(Target, pk=pk, tenant=administration.uid)
    said: dict[str, Any] = {"target": target, "by": request.user, "at": clock.now()}
    if what == "test":
        wrong = actions.send_test(**said)
        text = _("The test arrived.") if not wrong else _("The test did not arrive: %(why)s") % {"why": words(wrong)}
        messages.add_message(request, messages.WARNING if wrong else messages.SUCCESS, text)
    elif what == "retry":
        retry(request, said)
    elif what == "replay":
        replay(request, said)
    else:
        actions.remove_target(**said)
        messages.success(request, _("Nothing is forwarded to %(name)s any more.") % {"name": target.name})
    return back(administration.code)


def retry(request: SignedInRequest, said: dict[str, Any]) -> None:
    try:
        arrived = actions.retry_dead(**said)
        messages.success(request, _("%(number)d arrived.") % {"number": arrived})
    except actions.NotNow as error:
        messages.warning(request, words(error.reason))


def replay(request: SignedInRequest, said: dict[str, Any]) -> None:
    try:
        since = datetime.combine(datetime.fromisoformat(request.POST.get("since", "")).date(), time(), UTC)
    except ValueError:
        messages.warning(request, _("Say from which day on."))
        return
    actions.replay(since=since, **said)
    messages.success(request, _("What was stored since then goes out again."))


def words(code: str) -> str:
    return str(REASONS.get(code, code))


def back(code: str) -> HttpResponse:
    return redirect(f"{reverse('records:forwarding')}?administration={code}")
