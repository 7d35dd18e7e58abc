"""What has no day, owner or unit stands in the same place on both databases: SQLite sorts NULL first, PostgreSQL last."""

from datetime import date

from django.test import Client

from certificates.models import Certificate
from desks.demo import measures
from lms.competencies import actions as competencies
from tests.cast import LATELY, LONG_AGO, Cast, instrument
from tests.certificates.ground import Ground, day_after
from tests.desks.officer.test_team import signed_in
from tracking.needs import actions as needs
from tracking.needs import queries, rules
from tracking.needs.models import ManagementAction


def test_an_administrations_own_instrument_goes_before_the_one_that_all_share(cast: Cast) -> None:
    shared = instrument(cast)
    own = competencies.publish_framework(
        code="own",
        title="Our own",
        administration=cast.sanderra,
        by=cast.admin,
        at=LONG_AGO,
        levels=[],
        competencies=[],
    )
    ours = needs.publish_instrument(
        framework=own, title="Ours", version=1, weights=rules.WEIGHTS, errors=rules.ERRORS, by=cast.admin, at=LONG_AGO
    )
    assert [queries.instrument_for(where) for where in (cast.sanderra, cast.tirvan)] == [ours, shared]


def test_what_management_has_given_no_day_comes_after_what_is_due(cast: Cast) -> None:
    named = {"unit": cast.units["PVS"], "administration": cast.sanderra, "by": cast.admin, "at": LATELY}
    needs.ask_management(named=["equipment", "staffing"], **named)
    ManagementAction.objects.filter(cause="equipment").update(due_on=None)
    ManagementAction.objects.filter(cause="staffing").update(due_on=date(2027, 1, 31))
    lines = queries.management_lines(cast.sanderra, on=LATELY.date())
    assert [line.action.cause for line in lines] == ["staffing", "equipment"]


def test_a_certificate_without_an_end_is_listed_after_those_that_lapse(ground: Ground, client: Client) -> None:
    for_ever = ground.certify(ground.cast.amina, at=LATELY)
    ground.certify(ground.cast.bela, at=day_after(LATELY.date(), 1))
    Certificate.objects.filter(pk=for_ever.pk).update(expires_on=None)
    lines = signed_in(ground.cast, "ren").get("/hr/certificates/").context["lines"]
    assert [line.certificate.person.username for line in lines] == ["bela", "amina"]


def test_the_demo_answers_the_measures_of_the_whole_administration_last(cast: Cast) -> None:
    for unit in (None, cast.units["PVS"], cast.units["AVI"]):
        ManagementAction.objects.create(
            administration=cast.sanderra, unit=unit, cause="equipment", state_at=LATELY, opened_at=LATELY
        )
    assert [action.unit and action.unit.code for action in measures.in_turn(cast.sanderra)] == ["AVI", "PVS", None]
