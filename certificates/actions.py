"""Certifying, withdrawing, expiring."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from certificates import codes, rules
from certificates.events import (
    CertificateExpired,
    CertificateIssued,
    CertificateReinstated,
    CertificateRevoked,
    CertificateSuspended,
)
from certificates.facts import facts_of
from certificates.models import Certificate, Certification
from certificates.pdf import store
from lms.core import audit, clock
from lms.core.events import publish
from lms.people.models import User
from tracking.evidence.events import EvidenceRecorded
from tracking.evidence.models import Evidence
from tracking.needs.actions import unit_of
from tracking.needs.models import Gap
from tracking.progress.events import CourseCompleted
from tracking.progress.models import Completion

State = Certificate.State
#: Until then its holder may well ask for the paper, which is drawn beforehand.
NEW_FOR = timedelta(days=2)


class NotPossible(Exception):
    """The certificate is in a state in which this cannot be done; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@transaction.atomic
def consider(event: CourseCompleted | EvidenceRecorded) -> list[Certificate]:
    """Certify a person where what has happened makes it due; told twice, it finds nothing more to do."""
    completed = Completion.objects.filter(
        enrolment__person=event.person_id,
        enrolment__course_uid=OuterRef("course_uid"),
        enrolment__administration=OuterRef("administration"),
    )
    due = Certification.objects.filter(Exists(completed), retired_at__isnull=True)
    if isinstance(event, EvidenceRecorded):
        due = due.filter(competency=event.competency_id)
    else:
        due = due.filter(
            course_uid__in=Completion.objects.filter(enrolment=event.enrolment_id).values("enrolment__course_uid")
        )
    certifications = list(due.select_related("administration", "competency").order_by("pk"))
    if not certifications:
        return []
    # One at a time for a person: two reactions that see a test and an observation would both issue the first pass.
    person = User.objects.select_for_update(no_key=True).get(pk=event.person_id)
    issued = [consider_one(certification, person, at=event.at) for certification in certifications]
    return [certificate for certificate in issued if certificate]


def consider_one(certification: Certification, person: User, *, at: datetime) -> Certificate | None:
    held = certification.certificates.filter(person=person).order_by("-pass_no").first()
    completion = latest_completion(certification, person)
    evidence = list(Evidence.objects.filter(person=person, competency=certification.competency_id).order_by("at", "pk"))
    decision = rules.decide(
        terms_of(certification),
        completed_at=completion.at if completion else None,
        evidence=[rules.Piece(e.level, e.at, e.expires_on, e.pk) for e in evidence],
        held=standing_of(held),
        at=at,
    )
    if not decision.certifies or completion is None or decision.earned_at is None:
        return None
    return issue(
        certification=certification,
        person=person,
        level=decision.level,
        completion=completion,
        evidence=[piece for piece in evidence if piece.pk in decision.evidence_ids],
        by=None,
        at=max(at, decision.earned_at),
    )


def terms_of(certification: Certification) -> rules.Terms:
    return rules.Terms(
        certification.lowest, certification.level, certification.months_valid, certification.months_window
    )


def standing_of(held: Certificate | None) -> rules.Standing | None:
    if held is None:
        return None
    return rules.Standing(held.level, held.state, held.issued_at, held.state_at, held.expires_on)


def latest_completion(certification: Certification, person: User) -> Completion | None:
    done = Completion.objects.filter(
        enrolment__person=person,
        enrolment__course_uid=certification.course_uid,
        enrolment__administration=certification.administration_id,
    )
    return done.select_related("edition__release").order_by("-at", "-pk").first()


@transaction.atomic
def issue(
    *,
    certification: Certification,
    person: User,
    level: int,
    completion: Completion,
    evidence: Iterable[Evidence],
    by: User | None,
    at: datetime,
) -> Certificate:
    """Certify a person: the next pass, with its facts frozen; what stood until now is superseded."""
    held = certification.certificates.filter(person=person).order_by("-pass_no").first()
    if held and held.state == State.VALID:
        change(held, State.SUPERSEDED, verb="certificate superseded", by=by, at=at)
    expires_on = rules.last_day(at.date(), certification.months_valid)
    code = codes.new()
    certificate = Certificate.objects.create(
        code=code,
        certification=certification,
        person=person,
        administration=certification.administration,
        unit_id=unit_of(person=person, administration=certification.administration, at=at),
        pass_no=held.pass_no + 1 if held else 1,
        level=level,
        facts=facts_of(
            certification=certification,
            person=person,
            level=level,
            edition=completion.edition,
            evidence=evidence,
            issued_on=at.date(),
            expires_on=expires_on,
            code=code,
        ),
        issued_at=at,
        expires_on=expires_on,
        state_at=at,
        state_by=by,
    )
    audit.record(
        by=by, at=at, verb="certificate issued", about=certificate, administration=certification.administration,
        level=level, pass_no=certificate.pass_no,
    )  # fmt: skip
    publish(
        CertificateIssued(
            at=at,
            certificate_id=certificate.pk,
            certificate_uid=certificate.uid,
            person_id=person.pk,
            gap_ids=[gap.pk for gap in attested_gaps(certificate)],
        )
    )
    return certificate


def attested_gaps(certificate: Certificate) -> QuerySet[Gap]:
    """The closed gaps in the certificate's competency up to its level that no other certificate attests yet."""
    return Gap.objects.filter(
        person=certificate.person,
        administration=certificate.administration,
        competency=certificate.certification.competency_id,
        state=Gap.State.CLOSED,
        target__lte=certificate.level,
        kind=Gap.Kind.GAP,
        certificate_uid=None,
    ).order_by("pk")


def render(event: CertificateIssued) -> None:
    """Draw a new certificate and keep it in the storage, once nothing is locked any more: drawing takes a second.

    One of the past, or one whose process was lost, is drawn when somebody asks for it.
    """
    if event.at < clock.now() - NEW_FOR:
        return
    certificate = Certificate.objects.get(pk=event.certificate_id)
    transaction.on_commit(lambda: store(certificate))


@transaction.atomic
def suspend(*, certificate: Certificate, reason: str, note: str, by: User, at: datetime) -> Certificate:
    """Withhold a valid certificate until what is in question is settled."""
    locked = lock(certificate, allowed={State.VALID})
    withheld = change(locked, State.SUSPENDED, verb="certificate suspended", by=by, at=at, reason=reason, note=note)
    publish(CertificateSuspended(at=at, certificate_id=withheld.pk, person_id=withheld.person_id))
    return withheld


@transaction.atomic
def reinstate(*, certificate: Certificate, note: str, by: User, at: datetime) -> Certificate:
    """Let a suspended certificate stand again; its last day is what it was."""
    locked = lock(certificate, allowed={State.SUSPENDED})
    restored = change(locked, State.VALID, verb="certificate reinstated", by=by, at=at, note=note)
    publish(CertificateReinstated(at=at, certificate_id=restored.pk, person_id=restored.person_id))
    return restored


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, note: str = "", by: User, at: datetime) -> Certificate:
    """Withdraw a certificate for good; only a course completed anew leads to another."""
    locked = lock(certificate, allowed={State.VALID, State.SUSPENDED, State.EXPIRED})
    revoked = change(locked, State.REVOKED, verb="certificate revoked", by=by, at=at, reason=reason, note=note)
    publish(CertificateRevoked(at=at, certificate_id=revoked.pk, person_id=revoked.person_id))
    return revoked


def lock(certificate: Certificate, *, allowed: set[Any]) -> Certificate:
    locked = Certificate.objects.select_for_update(of=("self",)).select_related("administration").get(pk=certificate.pk)
    if locked.state not in allowed:
        raise NotPossible(locked.state)
    return locked


def change(
    certificate: Certificate, state: str, *, verb: str, by: User | None, at: datetime, reason: str = "", note: str = ""
) -> Certificate:
    certificate.state, certificate.state_at, certificate.state_by = state, at, by
    certificate.reason, certificate.note = reason, note
    certificate.save(update_fields=["state", "state_at", "state_by", "reason", "note"])
    audit.record(by=by, at=at, verb=verb, about=certificate, administration=certificate.administration, reason=reason)
    return certificate


def expire_due(*, at: datetime) -> int:
    """Note of every valid certificate whose last day has passed that it has; how many there were."""
    due = Certificate.objects.filter(state=State.VALID, expires_on__lt=at.date()).order_by("pk")
    return sum(expire(pk, at=at) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def expire(certificate_id: int, *, at: datetime) -> bool:
    """Each in a transaction of its own; False when another process was quicker."""
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("certification", "administration", "person")
        .get(pk=certificate_id)
    )
    if certificate.state != State.VALID or not rules.is_over(expires_on=certificate.expires_on, today=at.date()):
        return False
    change(certificate, State.EXPIRED, verb="certificate expired", by=None, at=at)
    publish(
        CertificateExpired(
            at=at,
            certificate_id=certificate.pk,
            certificate_uid=certificate.uid,
            person_id=certificate.person_id,
            administration_id=certificate.administration_id,
            unit_id=unit_of(person=certificate.person, administration=certificate.administration, at=at),
            competency_id=certificate.certification.competency_id,
            level=certificate.level,
            required_by_law=certificate.certification.required_by_law,
        )
    )
    return True
