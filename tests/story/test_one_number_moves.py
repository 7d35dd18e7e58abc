"""One datum moves: a lesson is read, its quiz passed, evidence recorded, a gap closed, a number on HR's page falls.

Everything happens in the requests that Amina makes: no worker runs, and no task is eager. This is the house's shortest story,
and the first thing to read after `lms/reactions.py`.
"""

import pytest
from django.test import Client

from lms.core.models import Delivery
from tests.cast import LATELY, Cast, Offer, enrol, enter, open_gaps, put_on_offer, raise_the_curtain
from tracking.enrolment.models import Enrolment
from tracking.evidence.models import Evidence
from tracking.lrs.models import Statement
from tracking.needs.models import Gap
from tracking.study.models import Attempt


@pytest.fixture
def stage(transactional_db: None) -> tuple[Cast, Offer]:
    cast = raise_the_curtain()
    return cast, put_on_offer(cast)


def right_answers(offer: Offer) -> dict[str, object]:
    """What a learner who knows would tick, by the names of the form's fields."""
    version = offer.release.editions.get().quizzes.get().quiz_version
    return {
        question["uid"]: question["number"]
        if question["kind"] == "number"
        else [option["id"] for option in question["options"] if option["right"]]
        for question in version.data["questions"]
    }


def test_a_lesson_read_and_a_quiz_passed_close_a_gap_and_move_hrs_number_in_the_same_request(
    stage: tuple[Cast, Offer],
) -> None:
    cast, offer = stage
    # Six people of the port lack it, so that the figure may be shown at all.
    for number in range(5):
        colleague = enter(cast, f"officer{number}", cast.sanderra, "officer", unit="PVS", post="R09")
        open_gaps(cast, colleague, ratings={"P3": 0.5})
    gap = open_gaps(cast, cast.amina, ratings={"P3": 1.0})[0]
    amina, ren = Client(), Client()
    amina.force_login(cast.amina)
    ren.force_login(cast.ren)
    assert open_gaps_on_hrs_page(ren) == 6

    amina.post(f"/my/enrol/{offer.page.translation_key}/")
    enrolment = Enrolment.objects.get(person=cast.amina)
    first, second = offer.release.rules["lessons"]
    quiz = offer.release.rules["quizzes"][0]
    gap.refresh_from_db()
    assert gap.state == Gap.State.IN_TRAINING

    amina.post(f"/learn/{enrolment.uid}/{first}/")
    amina.post(f"/learn/{enrolment.uid}/{second}/")
    assert open_gaps_on_hrs_page(ren) == 6

    amina.post(f"/learn/{enrolment.uid}/{second}/quiz/{quiz}/", right_answers(offer))

    assert open_gaps_on_hrs_page(ren) == 5
    gap.refresh_from_db()
    assert gap.state == Gap.State.CLOSED
    assert (gap.closed_by.level, gap.closed_by.evidence_class) == (2, Evidence.Class.TEST)
    shown = Evidence.objects.filter(person=cast.amina).order_by("level").values_list("evidence_class", "level")
    assert list(shown) == [("completion", 1), ("test", 2)]
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.COMPLETED
    assert Attempt.objects.get().passed
    assert [statement.typed.verb.id.rsplit("/", 1)[1] for statement in Statement.objects.order_by("seq")] == [
        "experienced",
        "experienced",
        "passed",
    ]
    waiting = Delivery.objects.exclude(state=Delivery.State.DONE).values_list("reaction", flat=True)
    assert set(waiting) == {"certificates.statements.say"}  # Celery's, and nothing follows from it


def open_gaps_on_hrs_page(ren: Client) -> int:
    """The figure as HR reads it."""
    page = ren.get("/hr/")
    assert page.status_code == 200
    return page.context["chosen"].whole.value


def test_the_same_evidence_told_twice_closes_nothing_twice(stage: tuple[Cast, Offer]) -> None:
    from lms.core import events
    from lms.core.models import Event
    from tracking.needs import actions as needs

    cast, offer = stage
    gap = open_gaps(cast, cast.amina, ratings={"P3": 1.0})[0]
    amina = Client()
    amina.force_login(cast.amina)
    enrolment = enrol(cast, cast.amina, offer)
    for lesson in offer.release.rules["lessons"]:
        amina.post(f"/learn/{enrolment.uid}/{lesson}/")
    quiz = offer.release.rules["quizzes"][0]
    amina.post(f"/learn/{enrolment.uid}/{lesson}/quiz/{quiz}/", right_answers(offer))
    before = Event.objects.count()

    for event in Event.objects.filter(type="tracking.evidence.EvidenceRecorded"):
        assert needs.close_met_gaps(events.as_fact(event)) == []

    gap.refresh_from_db()
    assert gap.state == Gap.State.CLOSED
    assert Event.objects.count() == before
    assert gap.opened_at == LATELY
