"""/my/certificates/: what attests what one has shown, on paper and as an address to hand on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from certificates import queries, rules
from certificates.models import Certificate
from certificates.pdf import pdf_of
from certificates.printing import Printed
from lms.core import clock
from lms.people.models import User
from lms.people.typing import SignedInRequest


@dataclass(frozen=True)
class CertificateLine:
    """A certificate as its holder sees it on a day: its facts, its state, the days it still holds."""

    certificate: Certificate
    today: date

    @property
    def printed(self) -> Printed:
        return Printed(self.certificate.facts)

    @property
    def state(self) -> str:
        return queries.state_on(self.certificate, today=self.today)

    @property
    def state_word(self) -> str:
        return str(Certificate.State(self.state).label)

    @property
    def stands(self) -> bool:
        return self.state == Certificate.State.VALID

    @property
    def days_left(self) -> int | None:
        return rules.days_left(expires_on=self.certificate.expires_on, today=self.today) if self.stands else None

    @property
    def may_be_renewed(self) -> bool:
        """Whether its window for renewal has opened."""
        end = self.certificate.expires_on
        if not self.stands or end is None:
            return False
        return self.today >= rules.window_opens(end, self.certificate.certification.months_window)


def lines_of(person: User, *, on: date) -> list[CertificateLine]:
    """A person's certificates, what stands first."""
    return [CertificateLine(certificate, on) for certificate in queries.of_person(person)]


@login_required
@require_GET
def certificates(request: SignedInRequest) -> HttpResponse:
    lines = lines_of(request.user, on=clock.today())
    return render(
        request,
        "desks/officer/certificates.html",
        {"standing": [line for line in lines if line.stands], "former": [line for line in lines if not line.stands]},
    )


@login_required
@require_GET
def pdf(request: SignedInRequest, certificate: UUID) -> HttpResponse:
    """The paper; someone else's is not there (404)."""
    own = get_object_or_404(queries.of_person(request.user), uid=certificate)
    name = f"certificate-{Printed(own.facts).code}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf_of(own), content_type="application/pdf", headers=headers)
