"""Each fact as a statement: who, what happened, to which competency, cohort or certificate. See `tracking.profiles`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import tincan
from django.db.models import QuerySet

from certificates.models import Certificate
from courses.catalogue import iris
from lms.core.events import Fact, type_name
from tracking.attendance.statements import activity, agent
from tracking.enrolment.models import Seat
from tracking.needs.models import Gap

EARNED = "http://id.tincanapi.com/verb/earned"
REGISTERED = "http://adlnet.gov/expapi/verbs/registered"
#: Names of statements: UUIDv5 of this, the fact's kind, what it is about and its moment. The same fact is the same statement.
NAMESPACE = UUID("c1f6cb9b-3c0a-5d7a-9f3e-6f2f0f3f8b11")


@dataclass(frozen=True)
class Wording:
    """How one kind of fact is told: the field that names its row, where the row is kept, the verb, and the words after it."""

    field: str
    rows: Callable[[], QuerySet[Any]]
    verb: str
    display: str
    rest: Callable[[Any], dict[str, Any]]


def gaps() -> QuerySet[Gap]:
    return Gap.objects.select_related("person", "administration", "competency")


def seats() -> QuerySet[Seat]:
    return Seat.objects.select_related("person", "administration", "cohort__release", "enrolment")


def certificates() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("person", "administration", "certification__competency")


def need(gap: Gap) -> dict[str, Any]:
    """A competency at the level that a post requires; how far the person was from it is nobody else's business."""
    return {
        "object": activity(iris.competency(gap.competency.uid), gap.competency.title, iris.kind("competency")),
        "context": tincan.Context(extensions={iris.extension("target"): gap.target}),
    }


def met(gap: Gap) -> dict[str, Any]:
    return need(gap) | {"result": tincan.Result(success=True)}


def place(seat: Seat) -> dict[str, Any]:
    course = tincan.Activity(id=iris.course(seat.cohort.release.course_uid))
    registered = {"registration": str(seat.enrolment.uid)} if seat.enrolment else {}
    return {
        "object": activity(iris.cohort(seat.cohort.uid), seat.cohort.title, iris.kind("cohort")),
        "context": tincan.Context(context_activities=tincan.ContextActivities(grouping=[course]), **registered),
    }


def attested(certificate: Certificate) -> dict[str, Any]:
    certification = certificate.certification
    context = tincan.ContextActivities(
        parent=[tincan.Activity(id=iris.competency(certification.competency.uid))],
        grouping=[tincan.Activity(id=iris.course(certification.course_uid))],
    )
    return {
        "object": activity(iris.certificate(certificate.uid), certification.title, iris.kind("certificate")),
        "context": tincan.Context(context_activities=context, extensions={iris.extension("level"): certificate.level}),
    }


def wordings() -> dict[str, Wording]:
    return {
        "tracking.needs.GapOpened": Wording("gap_id", gaps, iris.verb("needed"), "was found to need", need),
        "tracking.needs.GapClosed": Wording("gap_id", gaps, iris.verb("met"), "met the need for", met),
        "tracking.enrolment.Seated": Wording("seat_id", seats, REGISTERED, "registered", place),
        "tracking.enrolment.WaitListed": Wording("seat_id", seats, iris.verb("waited"), "waits for a place in", place),
        "tracking.enrolment.SeatGivenUp": Wording("seat_id", seats, iris.verb("left"), "has no place in", place),
        "certificates.CertificateIssued": Wording("certificate_id", certificates, EARNED, "earned", attested),
        "certificates.CertificateRevoked": Wording(
            "certificate_id", certificates, iris.verb("lost"), "had withdrawn", attested
        ),
        "certificates.CertificateExpired": Wording(
            "certificate_id", certificates, iris.verb("outlasted"), "held until it expired", attested
        ),
    }


@dataclass(frozen=True)
class Told:
    """A fact with what it is about, and so with everything that its statement says."""

    fact: Fact
    wording: Wording
    row: Any

    @property
    def ident(self) -> UUID:
        return uuid5(NAMESPACE, f"{type_name(type(self.fact))}/{self.row.uid}/{self.fact.at.isoformat()}")

    def statement(self) -> tincan.Statement:
        return tincan.Statement(
            id=self.ident,
            actor=agent(self.row.person),
            verb=tincan.Verb(id=self.wording.verb, display=tincan.LanguageMap({"en": self.wording.display})),
            timestamp=self.fact.at,
            **self.wording.rest(self.row),
        )


def told(facts: Sequence[Fact]) -> list[Told]:
    """Facts with their rows; as many queries as there are kinds of them."""
    known = wordings()
    found: list[Told] = []
    for kind in dict.fromkeys(map(type, facts)):
        wording = known[type_name(kind)]
        same = [fact for fact in facts if type(fact) is kind]
        rows = wording.rows().in_bulk([getattr(fact, wording.field) for fact in same])
        found += [Told(fact, wording, rows[getattr(fact, wording.field)]) for fact in same]
    return found
