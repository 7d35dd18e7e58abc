"""The trusted path, attacked: whoever holds a session and a launch still cannot say what the server must say."""

import json
from base64 import b64encode
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from courses.catalogue import iris
from lms.core.models import Event
from tests.cast import LATELY, Cast, Offer, enrol, open_gaps, put_on_offer, raise_the_curtain
from tests.committed import Committed
from tracking.enrolment.models import Enrolment
from tracking.evidence.models import Evidence
from tracking.lrs import actions as lrs
from tracking.lrs.models import Statement
from tracking.lrs.scopes import Scope
from tracking.needs.models import Gap
from tracking.progress.models import PartDone

EXPERIENCED = {"id": "http://adlnet.gov/expapi/verbs/experienced"}
PASSED = {"id": "http://adlnet.gov/expapi/verbs/passed"}


class Stage:
    """Amina, enrolled, with a lesson launched as her browser would."""

    def __init__(self) -> None:
        self.cast: Cast = raise_the_curtain()
        self.offer: Offer = put_on_offer(self.cast)
        self.gap = open_gaps(self.cast, self.cast.amina, ratings={"P3": 1.0})[0]
        self.enrolment: Enrolment = enrol(self.cast, self.cast.amina, self.offer)
        self.first, self.second = self.offer.release.rules["lessons"]
        self.quiz = self.offer.release.rules["quizzes"][0]
        self.browser = Client()
        self.browser.force_login(self.cast.amina)
        self.launch = self.open(self.second)

    def open(self, lesson: str) -> dict[str, Any]:
        answer = self.browser.post(f"/learn/{self.enrolment.uid}/{lesson}/launch/")
        assert answer.status_code == 200
        return answer.json()

    def post(self, *statements: dict[str, Any], key: str = "", secret: str = "") -> Any:
        pair = f"{key or self.launch['key']}:{secret or self.launch['secret']}"
        return self.browser.post(
            "/xapi/statements",
            json.dumps(list(statements)),
            content_type="application/json",
            headers={
                "Authorization": f"Basic {b64encode(pair.encode()).decode()}",
                "X-Experience-API-Version": "1.0.3",
            },
        )

    def read(self, **changes: Any) -> dict[str, Any]:
        """An honest statement that the second lesson was read, with the attacker's changes."""
        return {"verb": EXPERIENCED, "object": {"id": iris.lesson(self.second)}} | changes

    def moved(self) -> tuple[int, int, int, str]:
        """Parts done, evidence, completed enrolments, the gap's state: everything that may move."""
        self.gap.refresh_from_db()
        completed = Enrolment.objects.filter(state=Enrolment.State.COMPLETED).count()
        return PartDone.objects.count(), Evidence.objects.count(), completed, self.gap.state


@pytest.fixture
def stage(committed: Committed) -> Stage:
    return committed(Stage)


def test_an_honest_statement_under_the_launch_moves_progress(stage: Stage) -> None:
    answer = stage.post(stage.read())

    assert answer.status_code == 200
    assert stage.moved() == (1, 0, 0, Gap.State.OPEN)
    statement = Statement.objects.get().typed
    assert statement.actor.account.name == str(stage.cast.amina.uid)
    assert str(statement.context.registration) == str(stage.enrolment.uid)


def forgeries(stage: Stage) -> dict[str, dict[str, Any]]:
    other = {"account": {"homePage": stage.launch["actor"]["account"]["homePage"], "name": str(stage.cast.bela.uid)}}
    return {
        "another actor": stage.read(actor=other),
        "an actor by mail": stage.read(actor={"mbox": "mailto:amina@scbs.example"}),
        "another registration": stage.read(context={"registration": str(uuid4())}),
        "another lesson": stage.read(object={"id": iris.lesson(stage.first)}),
        "a lesson whose name only begins alike": stage.read(object={"id": iris.lesson(stage.second) + "0"}),
        "another course": stage.read(object={"id": iris.course(stage.enrolment.course_uid)}),
        "the quiz, passed": stage.read(
            verb=PASSED, object={"id": iris.quiz(stage.quiz)}, result={"success": True, "score": {"scaled": 1.0}}
        ),
        "the quiz, read": stage.read(object={"id": iris.quiz(stage.quiz)}),
        "a voiding": stage.read(
            verb={"id": "http://adlnet.gov/expapi/verbs/voided"},
            object={"objectType": "StatementRef", "id": str(uuid4())},
        ),
    }


@pytest.mark.parametrize(
    "forgery",
    [
        "another actor", "an actor by mail", "another registration", "another lesson",
        "a lesson whose name only begins alike", "another course", "the quiz, passed", "the quiz, read", "a voiding",
    ],
)  # fmt: skip
def test_a_forged_statement_is_refused_and_nothing_of_its_batch_is_stored(stage: Stage, forgery: str) -> None:
    answer = stage.post(stage.read(), forgeries(stage)[forgery])

    assert answer.status_code == 403
    assert Statement.objects.count() == 0
    assert stage.moved() == (0, 0, 0, Gap.State.OPEN)


def test_passed_said_of_the_lesson_itself_moves_nothing(stage: Stage) -> None:
    answer = stage.post(stage.read(verb=PASSED, result={"success": True, "score": {"scaled": 1.0}}))

    assert answer.status_code == 200
    assert stage.moved() == (0, 0, 0, Gap.State.OPEN)


def test_an_external_credential_of_all_scopes_that_posts_the_registration_moves_nothing(stage: Stage) -> None:
    credential, secret = lrs.register(
        name="another system",
        tenant=stage.cast.sanderra.uid,
        scopes=[Scope.ALL],
        authority={"objectType": "Agent", "account": {"homePage": "https://other.example", "name": "lms"}},
        by=stage.cast.admin,
        at=LATELY,
    )
    told = Event.objects.filter(type="tracking.lrs.StatementsStored").count()
    actor = stage.launch["actor"] | {"objectType": "Agent"}
    context = {"registration": str(stage.enrolment.uid)}

    answer = stage.post(
        stage.read(actor=actor, context=context),
        stage.read(actor=actor, context=context, verb=PASSED, object={"id": iris.quiz(stage.quiz)}),
        key=credential.key,
        secret=secret,
    )

    assert answer.status_code == 200
    assert Statement.objects.filter(registration=stage.enrolment.uid).count() == 2
    assert Event.objects.filter(type="tracking.lrs.StatementsStored").count() == told
    assert stage.moved() == (0, 0, 0, Gap.State.OPEN)


def test_a_colleague_cannot_launch_read_or_answer_in_aminas_enrolment(stage: Stage) -> None:
    bela = Client()
    bela.force_login(stage.cast.bela)
    base = f"/learn/{stage.enrolment.uid}/{stage.second}/"

    answers = [bela.post(base), bela.post(f"{base}launch/"), bela.post(f"{base}quiz/{stage.quiz}/"), bela.get(base)]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert stage.moved() == (0, 0, 0, Gap.State.OPEN)


def test_a_statement_sent_twice_is_stored_once(stage: Stage) -> None:
    ident = str(uuid4())
    first = stage.post(stage.read(id=ident))
    again = stage.post(stage.read(id=ident))

    assert (first.status_code, again.status_code) == (200, 200)
    assert Statement.objects.count() == 1
    assert stage.moved() == (1, 0, 0, Gap.State.OPEN)


def test_reading_and_guessing_at_the_quiz_leaves_level_two_unshown(stage: Stage) -> None:
    for lesson in (stage.first, stage.second):
        stage.browser.post(f"/learn/{stage.enrolment.uid}/{lesson}/")
    for _attempt in range(5):
        stage.browser.post(f"/learn/{stage.enrolment.uid}/{stage.second}/quiz/{stage.quiz}/", {"nonsense": "1"})

    assert stage.moved() == (2, 0, 0, Gap.State.OPEN)
    assert stage.enrolment.attempts.count() == 3
