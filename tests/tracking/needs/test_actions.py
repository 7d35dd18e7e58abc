"""Rating, opening and closing, with the database."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from lms.competencies import actions as competencies
from lms.core.models import AuditEntry, Event
from lms.people import actions as people
from tests.cast import LATELY, LONG_AGO, Cast, assess, instrument, open_gaps
from tracking.needs import actions, queries
from tracking.needs.models import Assessment, Gap, Rating


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    return actions.open_assessment(
        person=cast.amina, administration=cast.sanderra, instrument=instrument(cast), by=cast.amina, at=LATELY
    )


def test_an_assessment_below_the_target_opens_a_gap_and_says_so(cast: Cast) -> None:
    gap = open_gaps(cast, cast.amina, ratings={"O07": 1.0})[0]

    assert (gap.target, float(gap.level), float(gap.standard_error)) == (3, 1.0, 0.4)
    assert (gap.state, gap.unit, gap.administration) == (Gap.State.OPEN, cast.units["PVS"], cast.sanderra)
    assert Event.objects.get(type="tracking.needs.GapOpened").payload["gap_id"] == gap.pk


def test_a_competency_that_nobody_rated_opens_nothing(cast: Cast) -> None:
    assert [gap.competency.code for gap in open_gaps(cast, cast.amina, ratings={"P3": 0.0})] == ["P3"]


def test_a_live_gap_is_not_opened_twice(cast: Cast) -> None:
    open_gaps(cast, cast.amina, ratings={"P3": 0.0})
    assess(cast, cast.amina, ratings={"P3": 0.5})

    assert Gap.objects.filter(person=cast.amina).count() == 1
    assert Event.objects.filter(type="tracking.needs.GapOpened").count() == 1


@pytest.mark.parametrize(
    ("source", "who", "allowed"),
    [
        ("self", "amina", True),
        ("self", "jonas", False),
        ("self", "bela", False),
        ("supervisor", "jonas", True),
        ("supervisor", "amina", False),
        ("supervisor", "ren", False),
        ("supervisor", "bela", False),
        ("supervisor", "davit", False),
        ("test", None, True),
        ("test", "amina", False),
        ("test", "admin", False),
    ],
)
def test_each_source_speaks_only_for_itself(
    cast: Cast, assessment: Assessment, source: str, who: str | None, allowed: bool
) -> None:
    by = cast.people[who] if who else None
    given = {"assessment": assessment, "competency": cast.competencies["P3"], "source": source, "level": 2.0}

    if allowed:
        assert actions.rate(**given, by=by, at=LATELY).source == source
    else:
        with pytest.raises(PermissionDenied):
            actions.rate(**given, by=by, at=LATELY)
        assert not Rating.objects.exists()


def test_ratings_are_added_and_the_newest_of_a_source_counts(cast: Cast, assessment: Assessment) -> None:
    competency = cast.competencies["P3"]
    for level in (1.0, 3.0, None):
        actions.rate(assessment=assessment, competency=competency, source="self", level=level, by=cast.amina, at=LATELY)
    actions.rate(assessment=assessment, competency=competency, source="supervisor", level=2.0, by=cast.jonas, at=LATELY)

    assert Rating.objects.count() == 4
    assert queries.latest_ratings_of(assessment) == {competency.pk: {"supervisor": 2.0}}


def test_a_closed_assessment_takes_no_more_ratings(cast: Cast, assessment: Assessment) -> None:
    assessment.state = Assessment.State.CLOSED

    with pytest.raises(actions.AssessmentClosed):
        actions.rate(
            assessment=assessment, competency=cast.competencies["P3"], source="self", level=1, by=cast.amina, at=LATELY
        )


def test_the_database_refuses_a_gap_that_closes_on_nothing(cast: Cast) -> None:
    gap = open_gaps(cast, cast.amina, ratings={"P3": 0.0})[0]

    with pytest.raises(IntegrityError), transaction.atomic():
        Gap.objects.filter(pk=gap.pk).update(state=Gap.State.CLOSED)


def test_what_was_done_is_in_the_audit_trail_with_who_did_it(cast: Cast, assessment: Assessment) -> None:
    actions.rate(
        assessment=assessment, competency=cast.competencies["P3"], source="self", level=1, by=cast.amina, at=LATELY
    )

    entry = AuditEntry.objects.get(verb="rated")
    assert (entry.by, entry.at, entry.administration) == (cast.amina, LATELY, cast.sanderra)


def test_an_assessment_of_one_administration_opens_nothing_for_a_post_in_another(cast: Cast) -> None:
    people.give_role(
        person=cast.amina,
        administration=cast.tirvan,
        role="officer",
        since=LONG_AGO.date(),
        by=cast.admin,
        at=LONG_AGO,
        unit=cast.units["TIR"],
        post=cast.posts["T01"],
    )
    competencies.require(
        post=cast.posts["T01"], competency=cast.competencies["V1"], level=3, by=cast.admin, at=LONG_AGO
    )

    gaps = open_gaps(cast, cast.amina, ratings={"P3": 1.0, "V1": 0.0})

    assert [(gap.competency.code, gap.administration, gap.unit.code) for gap in gaps] == [("P3", cast.sanderra, "PVS")]
