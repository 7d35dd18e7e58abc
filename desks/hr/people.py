"""/hr/certificates/: who is certified, who lapses, as a page and as a sheet; and withdrawing a certificate."""

from collections.abc import Iterator
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from certificates import actions, queries
from certificates.models import Certificate
from certificates.printing import Printed
from desks.hr.certified import CertifiedLine, Selection, select
from desks.hr.nominating import nominates
from desks.hr.sheets import XLSX, sheet, written
from lms.core import clock
from lms.people.typing import SignedInRequest

PER_PAGE = 50


@login_required
@require_GET
def certified(request: SignedInRequest) -> HttpResponse:
    chosen = select(request.user, request.GET, on=clock.today())
    page = Paginator(chosen.rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "desks/hr/certified.html",
        {
            "chosen": chosen,
            "unit": chosen.unit,
            "lines": [CertifiedLine(certificate, chosen.today) for certificate in page],
            "page": page,
            "units": chosen.units(),
            "certifications": list(chosen.certifications()),
            "certification": request.GET.get("certification", ""),
            "query": query,
            "nominates": nominates(request),
            "columns": [
                {"label": _("Name")}, {"label": _("Unit")}, {"label": _("Certification")},
                {"label": _("Level"), "numeric": True}, {"label": _("Valid until")},
                {"label": _("Days left"), "numeric": True},
            ],
        },
    )  # fmt: skip


@login_required
@require_GET
def certified_csv(request: SignedInRequest) -> StreamingHttpResponse:
    chosen = select(request.user, request.GET, on=clock.today())
    # Written down before the answer streams: words and dates are the reader's, and the reader's language ends with the view.
    lines = list(rows(chosen))
    return StreamingHttpResponse(
        written(iter(lines)), content_type="text/csv; charset=utf-8", headers=attachment(chosen, "csv")
    )


@login_required
@require_GET
def certified_xlsx(request: SignedInRequest) -> FileResponse:
    chosen = select(request.user, request.GET, on=clock.today())
    return FileResponse(sheet(rows(chosen)), content_type=XLSX, headers=attachment(chosen, "xlsx"))


def attachment(chosen: Selection, ending: str) -> dict[str, str]:
    what = "lapsing" if chosen.is_lapsing else "certified"
    unit = f"-{chosen.unit.code.lower()}" if chosen.unit else ""
    name = f"{what}-{chosen.administration.code}{unit}-{chosen.today:%Y-%m-%d}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}


def rows(chosen: Selection) -> Iterator[list[str]]:
    """A line for each certificate listed."""
    yield [
        _("Name"),
        _("Unit"),
        _("Certification"),
        _("Level"),
        _("Issued"),
        _("Valid until"),
        _("Days left"),
        _("Code"),
    ]
    for certificate in chosen.rows.iterator(chunk_size=2000):
        left = CertifiedLine(certificate, chosen.today).days_left
        yield [
            str(certificate.person),
            str(certificate.unit or ""),
            str(certificate.certification),
            str(certificate.level),
            certificate.issued_at.date().isoformat(),
            certificate.expires_on.isoformat() if certificate.expires_on else "",
            "" if left is None else str(left),
            Printed(certificate.facts).code,
        ]


class WithdrawalForm(forms.Form):
    """What is to be done with a certificate, and why."""

    do = forms.ChoiceField(
        label=gettext_lazy("What is to be done"),
        choices=[
            ("suspend", gettext_lazy("Suspend it until this is settled")),
            ("revoke", gettext_lazy("Revoke it for good")),
            ("reinstate", gettext_lazy("Let it stand again")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason, shown to whoever checks it"),
        choices=[("", "–"), *Certificate.Reason.choices],
        required=False,
    )
    note = forms.CharField(label=gettext_lazy("Note, read by HR and the holder"), max_length=300, required=False)

    def clean(self) -> dict[str, str]:
        data = super().clean() or {}
        if data.get("do") in {"suspend", "revoke"} and not data.get("reason"):
            self.add_error("reason", _("Choose a reason: whoever checks the certificate is told it."))
        return data


@login_required
@require_http_methods(["GET", "POST"])
def certificate(request: SignedInRequest, certificate: UUID) -> HttpResponse:
    """One certificate, and withdrawing it."""
    today = clock.today()
    found = get_object_or_404(
        queries.withdrawable_by(request.user, on=today).select_related("person", "certification"), uid=certificate
    )
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and withdraw(request, found, form):
        return redirect("hr-certificate", certificate=found.uid)
    return render(
        request,
        "desks/hr/certificate.html",
        {"certificate": found, "printed": Printed(found.facts), "form": form, "today": today},
        status=400 if form.errors else 200,
    )


def withdraw(request: SignedInRequest, found: Certificate, form: WithdrawalForm) -> bool:
    """Do what was chosen; False, with the form saying why, where the certificate is past it."""
    given = {"certificate": found, "note": form.cleaned_data["note"], "by": request.user, "at": clock.now()}
    try:
        match form.cleaned_data["do"]:
            case "suspend":
                actions.suspend(reason=form.cleaned_data["reason"], **given)
            case "revoke":
                actions.revoke(reason=form.cleaned_data["reason"], **given)
            case "reinstate":
                actions.reinstate(**given)
            case _:
                raise Http404
    except actions.NotPossible as refused:
        state = Certificate.State(refused.state).label
        form.add_error("do", _("The certificate is %(state)s; this cannot be done any more.") % {"state": state})
        return False
    messages.success(request, _("Done. Whoever checks the certificate reads it from now on."))
    return True
