"""What attendance and observation say in xAPI, under this server's own credential for the administration of each person."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import tincan
from django.conf import settings

from courses.catalogue import iris
from courses.scheduling.models import Session
from lms.people.models import Administration, User
from tracking.attendance import queries, rules
from tracking.attendance.models import Mark, Observation
from tracking.lrs import actions as lrs
from tracking.lrs.models import Credential
from tracking.lrs.scopes import Scope
from tracking.lrs.statement import VOIDED

ATTENDED = "http://adlnet.gov/expapi/verbs/attended"
MEETING = "http://adlnet.gov/expapi/activities/meeting"
CHECKLIST = "http://id.tincanapi.com/activitytype/checklist"
NAME = "attendance"


def tell_attended(*, session: Session, marks: Sequence[Mark], by: User, at: datetime) -> None:
    """Say of everyone who was there that they attended; take back what was said of a mark before."""
    registrations = registrations_in(session)
    told: dict[int, list[tincan.Statement]] = defaultdict(list)
    for mark in marks:
        if mark.statement_id:
            told[mark.administration_id].append(voided(mark.statement_id))
        mark.statement_id = uuid4() if mark.state in (rules.PRESENT, rules.PARTIAL) else None
        if mark.statement_id:
            told[mark.administration_id].append(attended(mark, session, registrations.get(mark.person_id), at=at))
    Mark.objects.bulk_update(marks, ["statement_id"])
    for administration in Administration.objects.filter(pk__in=told):
        keep(administration, told[administration.pk], by=by, at=at)


def tell_observed(*, observation: Observation, asked: int, registration: UUID | None, by: User, at: datetime) -> None:
    """Say that a trainer has seen every behaviour of a checklist."""
    keep(observation.administration, [observed(observation, asked, registration, by, at=at)], by=by, at=at)


def keep(administration: Administration, statements: list[tincan.Statement], *, by: User, at: datetime) -> None:
    lrs.store_own(credential=credential_of(administration, by=by, at=at), statements=statements, at=at)


def credential_of(administration: Administration, *, by: User | None, at: datetime, name: str = NAME) -> Credential:
    """The oldest one that is in force; two made at once by two sessions do no harm."""
    ours = Credential.objects.filter(tenant=administration.uid, kind=Credential.Kind.SERVER, name=name, revoked_at=None)
    found = ours.order_by("pk").first()
    return (
        found
        or lrs.register(
            name=name,
            tenant=administration.uid,
            scopes=[Scope.WRITE],
            authority=account(name) | {"objectType": "Agent"},
            by=by,
            at=at,
            kind=Credential.Kind.SERVER,
        )[0]
    )


def registrations_in(session: Session) -> dict[int, UUID]:
    seats = queries.seated(session.cohort_id).filter(enrolment__isnull=False)
    return dict(seats.values_list("person_id", "enrolment__uid"))


def attended(mark: Mark, session: Session, registration: UUID | None, *, at: datetime) -> tincan.Statement:
    counts = rules.counts(state=mark.state, minutes=mark.minutes, length=queries.length_of(session))
    return tincan.Statement(
        id=mark.statement_id,
        actor=agent(mark.person),
        verb=tincan.Verb(id=ATTENDED, display=tincan.LanguageMap({"en": "attended"})),
        object=activity(iris.session(session.uid), session.title, MEETING),
        result=tincan.Result(
            completion=counts, duration=timedelta(minutes=mark.minutes) if mark.minutes is not None else None
        ),
        context=context(registration, session.cohort.release.course_uid),
        timestamp=min(session.ends_at, at),
    )


def observed(
    observation: Observation, asked: int, registration: UUID | None, by: User, *, at: datetime
) -> tincan.Statement:
    course = observation.cohort.release.course_uid
    return tincan.Statement(
        id=uuid4(),
        actor=agent(observation.person),
        verb=tincan.Verb(id=iris.verb("observed"), display=tincan.LanguageMap({"en": "was observed in"})),
        object=activity(
            iris.checklist(course, observation.competency.uid, observation.level),
            observation.competency.title,
            CHECKLIST,
        ),
        result=tincan.Result(success=True, completion=True, score=tincan.Score(raw=asked, min=0, max=asked, scaled=1)),
        context=context(registration, course, instructor=agent(by)),
        timestamp=at,
    )


def voided(statement_id: UUID) -> tincan.Statement:
    return tincan.Statement(
        id=uuid4(),
        actor=tincan.Agent(account=tincan.AgentAccount(home_page=settings.PUBLIC_URL, name=NAME)),
        verb=tincan.Verb(id=VOIDED, display=tincan.LanguageMap({"en": "voided"})),
        object=tincan.StatementRef(id=statement_id),
    )


def account(name: str) -> dict[str, object]:
    return {"account": {"homePage": settings.PUBLIC_URL, "name": name}}


def agent(person: User) -> tincan.Agent:
    """The opaque account that stands for a person: never a name, never an address."""
    return tincan.Agent(account=tincan.AgentAccount(home_page=settings.PUBLIC_URL, name=str(person.uid)))


def activity(iri: str, title: str, kind: str) -> tincan.Activity:
    return tincan.Activity(
        id=iri, definition=tincan.ActivityDefinition(name=tincan.LanguageMap({"und": title}), type=kind)
    )


def context(registration: UUID | None, course: UUID, *, instructor: tincan.Agent | None = None) -> tincan.Context:
    given = {"registration": str(registration)} if registration else {}
    if instructor:
        given["instructor"] = instructor
    return tincan.Context(
        context_activities=tincan.ContextActivities(grouping=[tincan.Activity(id=iris.course(course))]), **given
    )
