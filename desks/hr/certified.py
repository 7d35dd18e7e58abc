"""Who is certified and whose certificate lapses, by name: participation, which HR and the coordinator see by person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet
from django.http import Http404, QueryDict

from certificates import queries as certificates
from certificates import rules
from certificates.events import (
    CertificateExpired,
    CertificateIssued,
    CertificateReinstated,
    CertificateRevoked,
    CertificateSuspended,
)
from certificates.models import Certificate, Certification
from desks.hr.trends import LAPSING_DAYS
from lms.core.kept import kept
from lms.people.events import RoleEnded, RoleGiven
from lms.people.models import Administration, OrgUnit
from lms.people.queries import Asker, administrations_of
from lms.people.rules import MAY_SEE, READS_FIGURES, Record

#: What changes who is certified, and whom anybody may list.
CHANGED_BY = (
    CertificateIssued,
    CertificateExpired,
    CertificateRevoked,
    CertificateSuspended,
    CertificateReinstated,
    RoleGiven,
    RoleEnded,
)
NAMES = MAY_SEE[Record.PARTICIPATION] & READS_FIGURES


def names_of(person: Asker, *, on: date) -> QuerySet[Administration]:
    """The administrations of which a person reads here, by name, who is certified."""
    return administrations_of(person, on=on, roles=NAMES).order_by("name")


def administration_for(person: Asker, query: QueryDict, *, on: date) -> Administration:
    """The one that the address names, or the first; who reads none finds no page."""
    readable, code = names_of(person, on=on), query.get("administration", "")
    found = (readable.filter(code=code) if code else readable).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class CertifiedLine:
    """A certificate in the list."""

    certificate: Certificate
    today: date

    @property
    def days_left(self) -> int | None:
        return rules.days_left(expires_on=self.certificate.expires_on, today=self.today)


@dataclass(frozen=True)
class Selection:
    """What the address asks for of an administration's certificates: lapsing or all, a unit, a certification."""

    person: Asker
    administration: Administration
    today: date
    query: QueryDict

    @property
    def is_lapsing(self) -> bool:
        return self.query.get("lapsing") == str(LAPSING_DAYS)

    @property
    def unit(self) -> OrgUnit | None:
        code = self.query.get("unit", "")
        return OrgUnit.objects.filter(administration=self.administration, code=code).first() if code else None

    @property
    def standing(self) -> QuerySet[Certificate]:
        """Those that the asker may see and that stand today, lapsing or all; not yet narrowed to a unit."""
        seen = certificates.visible_to(self.person, on=self.today).filter(administration=self.administration)
        which = (
            certificates.lapsing(self.today, days=LAPSING_DAYS)
            if self.is_lapsing
            else certificates.standing(self.today)
        )
        code = self.query.get("certification", "")
        return seen.filter(which, **({"certification__code": code} if code else {}))

    @property
    def rows(self) -> QuerySet[Certificate]:
        """The list, what lapses first before."""
        unit = self.unit
        narrowed = self.standing.filter(unit__path__startswith=unit.path) if unit else self.standing
        return narrowed.select_related("person", "unit", "certification").order_by(
            F("expires_on").asc(nulls_last=True), "pk"
        )

    def units(self) -> list[tuple[OrgUnit, int]]:
        """The units in which somebody is listed, and how many."""
        counted = dict(self.standing.exclude(unit=None).values_list("unit").annotate(Count("pk")))
        found = OrgUnit.objects.filter(pk__in=counted).order_by("path")
        return [(unit, counted[unit.pk]) for unit in found]

    def certifications(self) -> QuerySet[Certification]:
        return certificates.certifications_of(self.administration)


def select(person: Asker, query: QueryDict, *, on: date) -> Selection:
    return Selection(person, administration_for(person, query, on=on), on, query)


def counts(person: Asker, administration: Administration, *, on: date) -> dict[str, Any]:
    """How many people are certified on a day, and how many lapse, of those whom the asker may list."""
    name = f"hr-certified-{administration.pk}-{person.pk}-{on}"
    return kept(name, lambda: count(person, administration, on=on), made_of=CHANGED_BY)


def count(person: Asker, administration: Administration, *, on: date) -> dict[str, Any]:
    seen = certificates.visible_to(person, on=on).filter(administration=administration)
    near = certificates.lapsing(on, days=LAPSING_DAYS)
    return seen.aggregate(
        certified=Count("person", distinct=True, filter=certificates.standing(on)),
        lapsing=Count("person", distinct=True, filter=near),
    )
