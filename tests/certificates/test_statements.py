"""What our own facts say in xAPI: needs, places and certificates, once each, whatever is told again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from certificates import actions
from certificates.events import CertificateIssued
from certificates.models import Certificate
from certificates.statements import actions as statements
from certificates.statements.wording import told, wordings
from courses.catalogue import iris
from courses.scheduling.models import Cohort
from lms.core.deliveries import deliver
from lms.core.events import as_fact
from lms.core.models import Delivery, Event
from lms.reactions import REACTIONS
from tests.cast import LATELY, Cast, open_gaps
from tests.certificates.ground import Ground, day_after
from tests.tracking.attendance.making import blend
from tracking.enrolment import actions as seating
from tracking.evidence.events import EvidenceRecorded
from tracking.lrs.models import Statement, StatementKey
from tracking.needs.actions import close_met_gaps
from tracking.profiles.customs_learning import profile

SAY = "certificates.statements.say"


def said() -> list[dict[str, Any]]:
    ours = Statement.objects.filter(credential__name=statements.NAME).order_by("seq")
    return [msgspec.json.decode(row.text) for row in ours]


def in_short(statement: dict[str, Any]) -> tuple[str, str, str]:
    return statement["actor"]["account"]["name"], statement["verb"]["id"], statement["object"]["id"]


def run_waiting() -> None:
    for pk in Delivery.objects.filter(reaction=SAY).values_list("pk", flat=True):
        deliver(pk)


def test_every_fact_that_is_said_has_its_words() -> None:
    assert {kind for kind, reactions in REACTIONS.items() if SAY in reactions} == set(wordings())


def test_a_certificate_is_said_to_be_earned_withdrawn_and_expired(ground: Ground) -> None:
    amina = ground.cast.amina
    certificate = ground.certify(amina)
    actions.expire_due(at=day_after(certificate.expires_on, 1))
    actions.revoke(certificate=certificate, reason="error", by=ground.cast.ren, at=day_after(certificate.expires_on, 2))
    run_waiting()
    about = iris.certificate(certificate.uid)
    verbs = ["http://id.tincanapi.com/verb/earned", iris.verb("outlasted"), iris.verb("lost")]
    assert [in_short(one) for one in said()] == [(str(amina.uid), verb, about) for verb in verbs]
    assert said()[0]["context"]["extensions"] == {iris.extension("level"): 2}
    assert amina.get_full_name() not in str(said())


def test_a_fact_that_is_told_again_says_nothing_more(certificate: Certificate) -> None:
    run_waiting()
    before = list(StatementKey.objects.values())
    fact = as_fact(Event.objects.get(type="certificates.CertificateIssued"))
    assert statements.say(fact) == 0
    Delivery.objects.filter(reaction=SAY).update(state=Delivery.State.PENDING)
    run_waiting()
    assert list(StatementKey.objects.values()) == before


def test_a_fact_keeps_its_statement_when_what_it_is_about_is_renamed(certificate: Certificate) -> None:
    run_waiting()
    before = said()
    certificate.certification.title = "Another title"
    certificate.certification.save()
    assert statements.say(as_fact(Event.objects.get(type="certificates.CertificateIssued"))) == 0
    assert said() == before


def test_facts_that_wait_are_said_with_the_first_in_as_many_queries_as_one(
    ground: Ground, django_assert_max_num_queries: Any
) -> None:
    for person in (ground.cast.amina, ground.cast.jonas, ground.cast.lucia):
        ground.certify(person)
    first = Delivery.objects.filter(reaction=SAY).order_by("pk").first()
    assert first is not None
    waiting = Delivery.objects.filter(reaction=SAY).count()
    with django_assert_max_num_queries(40):
        assert statements.say(as_fact(first.event)) == waiting == 3
    assert len(said()) == 3


def test_a_fact_about_nothing_that_is_there_is_a_failure_to_be_tried_again(certificate: Certificate) -> None:
    fact = as_fact(Event.objects.get(type="certificates.CertificateIssued"))
    assert isinstance(fact, CertificateIssued)
    with pytest.raises((KeyError, ObjectDoesNotExist)):
        told([replace(fact, certificate_id=0)])


def test_every_statement_is_one_of_the_profile(ground: Ground) -> None:
    ground.certify(ground.cast.amina)
    run_waiting()
    templates = {(one["verb"], one.get("objectActivityType")) for one in profile()["templates"]}
    found = {(one["verb"]["id"], one["object"]["definition"]["type"]) for one in said()}
    assert found <= templates
    assert found
    assert {one["actor"]["account"]["homePage"] for one in said()} == {settings.PUBLIC_URL}


def test_a_gap_is_said_to_be_found_and_met_without_how_far_the_person_was_from_it(ground: Ground) -> None:
    cast = ground.cast
    (gap,) = open_gaps(cast, cast.amina, ratings={"O07": 1.0})
    evidence = ground.show(cast.amina, 3, "observation", at=LATELY + timedelta(days=30))
    close_met_gaps(
        EvidenceRecorded(
            at=evidence.at, evidence_id=evidence.pk, person_id=cast.amina.pk, competency_id=gap.competency_id
        )
    )
    run_waiting()
    about = iris.competency(gap.competency.uid)
    assert [in_short(one) for one in said()] == [
        (str(cast.amina.uid), iris.verb(name), about) for name in ("needed", "met")
    ]
    assert [one["context"] for one in said()] == [{"extensions": {iris.extension("target"): 3}}] * 2
    assert [one.get("result") for one in said()] == [None, {"success": True}]


def test_a_place_is_said_to_be_taken_waited_for_and_given_up(cast: Cast) -> None:
    blended = blend(cast)
    Cohort.objects.update(seats=1)
    blended.cohort.refresh_from_db()
    taken, waiting = (
        seating.seat(cohort=blended.cohort, person=person, administration=cast.sanderra, by=person, at=LATELY)
        for person in (cast.amina, cast.jonas)
    )
    seating.leave(seat=waiting, by=cast.jonas, at=LATELY + timedelta(days=1))
    run_waiting()
    about = iris.cohort(blended.cohort.uid)
    assert [in_short(one) for one in said()] == [
        (str(cast.amina.uid), "http://adlnet.gov/expapi/verbs/registered", about),
        (str(cast.jonas.uid), iris.verb("waited"), about),
        (str(cast.jonas.uid), iris.verb("left"), about),
    ]
    taken.refresh_from_db()
    assert taken.enrolment is not None
    assert said()[0]["context"]["registration"] == str(taken.enrolment.uid)
