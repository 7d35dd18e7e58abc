"""Certifying on what was shown, superseding, withdrawing and running out: what is written and what is told."""

import pytest
from django.db import IntegrityError, transaction

from certificates import actions
from certificates.events import CertificateExpired, CertificateIssued
from certificates.models import Certificate
from lms.core import events
from lms.core.models import AuditEntry, Event
from tests.cast import LATELY, open_gaps
from tests.certificates.ground import day_after
from tracking.evidence.events import EvidenceRecorded
from tracking.needs import actions as needs
from tracking.needs.models import Gap


def told(kind: type) -> list:
    return [events.as_fact(event) for event in Event.objects.filter(type=events.type_name(kind)).order_by("seq")]


def recorded(evidence) -> EvidenceRecorded:
    return EvidenceRecorded(
        at=evidence.at, evidence_id=evidence.pk, person_id=evidence.person_id, competency_id=evidence.competency_id
    )


def test_a_course_completed_with_a_test_certifies_level_two_and_freezes_what_is_printed(ground):
    amina = ground.cast.amina
    amina.name_in_scripts = {"ar": "أمينة بلقاسم", "ru": "Амина Белькасем"}
    amina.save()
    certificate = ground.certify(amina)
    assert (certificate.level, certificate.state, certificate.pass_no) == (2, "valid", 1)
    assert (certificate.unit.code, str(certificate.expires_on)) == ("PVS", "2028-10-05")
    facts = certificate.facts
    assert facts["holder"] == {
        "name": "Amina Example", "scripts": {"ar": "أمينة بلقاسم", "ru": "Амина Белькасем"}
    }  # fmt: skip
    assert (facts["level"]["number"], facts["level"]["title"]) == (2, "Trained")
    assert facts["evidence"] == [{"class": "test", "level": 2, "on": "2026-10-05"}]
    assert (facts["issued_on"], facts["expires_on"]) == ("2026-10-05", "2028-10-05")
    assert facts["course"]["release"] == 1
    assert facts["code"] == certificate.code
    amina.first_name = "Renamed"
    amina.save()
    certificate.refresh_from_db()
    assert certificate.facts == facts


def test_an_observation_later_supersedes_it_with_level_three(ground, certificate):
    seen = ground.show(ground.cast.amina, 3, "observation", at=day_after(LATELY.date(), 10))
    (higher,) = actions.consider(recorded(seen))
    certificate.refresh_from_db()
    assert (higher.level, higher.pass_no, higher.state) == (3, 2, "valid")
    assert certificate.state == "superseded"


def test_told_twice_it_certifies_once(ground):
    ground.show(ground.cast.amina, 2, "test", at=LATELY)
    event = ground.complete(ground.cast.amina, at=LATELY)
    assert [len(actions.consider(event)) for _ in range(3)] == [1, 0, 0]
    assert (Certificate.objects.count(), len(told(CertificateIssued))) == (1, 1)


def test_evidence_that_is_entered_after_completion_still_certifies_at_the_later_moment(ground):
    assert actions.consider(ground.complete(ground.cast.amina, at=day_after(LATELY.date(), 5))) == []
    earlier = ground.show(ground.cast.amina, 2, "test", at=LATELY)
    (certificate,) = actions.consider(recorded(earlier))
    assert certificate.issued_at == day_after(LATELY.date(), 5)


def test_the_course_of_another_administration_or_a_retired_certification_certifies_nobody(ground):
    ground.show(ground.cast.amina, 2, "test", at=LATELY)
    event = ground.complete(ground.cast.amina, at=LATELY)
    ground.certification.administration = ground.cast.tirvan
    ground.certification.save()
    assert actions.consider(event) == []
    ground.certification.administration = ground.cast.sanderra
    ground.certification.retired_at = LATELY
    ground.certification.save()
    assert actions.consider(event) == []


def test_the_closed_gap_is_told_which_certificate_attests_it(ground):
    (gap,) = open_gaps(ground.cast, ground.cast.amina, ratings={"O07": 1.0})
    seen = ground.show(ground.cast.amina, 3, "observation", at=LATELY)
    needs.close_met_gaps(recorded(seen))
    (certificate,) = actions.consider(ground.complete(ground.cast.amina, at=LATELY))
    (fact,) = told(CertificateIssued)
    assert fact.gap_ids == [gap.pk]
    assert [needs.link_certificate(fact) for _ in range(2)] == [1, 0]
    gap.refresh_from_db()
    assert gap.certificate_uid == certificate.uid


def test_the_database_keeps_one_standing_certificate_for_a_person(ground, certificate):
    copy = Certificate.objects.get(pk=certificate.pk)
    copy.pk, copy.uid, copy.code, copy.pass_no = None, None, "X", 2
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_the_day_after_its_last_day_it_expires_once_and_says_so(ground, certificate):
    last = day_after(certificate.expires_on, 0)
    assert [
        actions.expire_due(at=at)
        for at in (last, day_after(certificate.expires_on, 1), day_after(certificate.expires_on, 2))
    ] == [0, 1, 0]
    certificate.refresh_from_db()
    (fact,) = told(CertificateExpired)
    assert (certificate.state, fact.certificate_id, fact.level, fact.required_by_law) == (
        "expired", certificate.pk, 2, False,
    )  # fmt: skip


def test_expiry_flags_a_refresher_once_and_neither_lowers_a_level_nor_opens_a_gap(ground, certificate):
    actions.expire_due(at=day_after(certificate.expires_on, 1))
    (fact,) = told(CertificateExpired)
    flagged = [needs.flag_refresher(fact) for _ in range(2)]
    assert [gap is None for gap in flagged] == [False, True]
    gap = Gap.objects.get(person=ground.cast.amina)
    assert (gap.kind, gap.state, gap.target, int(gap.level), gap.unit.code) == ("refresher", "open", 2, 2, "PVS")
    assert gap.certificate_uid == certificate.uid


def test_expiry_opens_the_gap_again_where_the_law_demands_the_certificate(ground, certificate):
    ground.certification.required_by_law = True
    ground.certification.save()
    actions.expire_due(at=day_after(certificate.expires_on, 1))
    needs.flag_refresher(told(CertificateExpired)[0])
    gap = Gap.objects.get(person=ground.cast.amina)
    assert (gap.kind, gap.state) == ("gap", "reopened")


def test_a_renewal_closes_the_refresher_and_is_the_next_pass(ground, certificate):
    ended = day_after(certificate.expires_on, 1)
    actions.expire_due(at=ended)
    needs.flag_refresher(told(CertificateExpired)[0])
    again = ground.show(ground.cast.amina, 2, "test", at=day_after(certificate.expires_on, 9))
    needs.close_met_gaps(recorded(again))
    (renewed,) = actions.consider(ground.complete(ground.cast.amina, at=day_after(certificate.expires_on, 10)))
    certificate.refresh_from_db()
    assert (renewed.pass_no, renewed.state, certificate.state) == (2, "valid", "expired")
    assert Gap.objects.get(kind="refresher").state == "closed"


def test_suspending_reinstating_and_revoking_are_written_down_with_their_reason(ground, certificate):
    ren = ground.cast.ren
    held = actions.suspend(certificate=certificate, reason="review", note="Checklist unsigned", by=ren, at=LATELY)
    assert (held.state, held.reason, held.state_by) == ("suspended", "review", ren)
    back = actions.reinstate(certificate=certificate, note="Signed", by=ren, at=LATELY)
    assert (back.state, back.reason) == ("valid", "")
    gone = actions.revoke(certificate=certificate, reason="error", by=ren, at=LATELY)
    assert gone.state == "revoked"
    verbs = AuditEntry.objects.filter(about_id=str(certificate.pk), about_type="certificates.certificate")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "certificate issued", "certificate suspended", "certificate reinstated", "certificate revoked",
    ]  # fmt: skip


@pytest.mark.parametrize("action", ["suspend", "reinstate", "revoke"])
def test_what_is_revoked_stays_so(ground, certificate, action):
    actions.revoke(certificate=certificate, reason="error", by=ground.cast.ren, at=LATELY)
    more = {} if action == "reinstate" else {"reason": "error"}
    with pytest.raises(actions.NotPossible):
        getattr(actions, action)(certificate=certificate, note="", by=ground.cast.ren, at=LATELY, **more)


def test_a_fact_about_someone_who_completed_nothing_costs_one_query(ground, django_assert_num_queries):
    seen = ground.show(ground.cast.bela, 2, "test", at=LATELY)
    with django_assert_num_queries(3):  # a savepoint around one question
        assert actions.consider(recorded(seen)) == []
