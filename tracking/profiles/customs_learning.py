"""The profile of customs learning as JSON-LD (xAPI Profiles 1.0): our own concepts, and a template for each kind of statement
that this house makes. The identifiers come from the rooms that use them, so that the two cannot drift apart.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings

from courses.catalogue import iris
from tracking.attendance.statements import ATTENDED, CHECKLIST, MEETING
from tracking.lrs.forwarding.actions import TRIED
from tracking.lrs.statement import VOIDED
from tracking.study.h5p import MARK
from tracking.study.interactions import ANSWERED
from tracking.study.rules import COMPLETED, EXPERIENCED, FAILED, PASSED

CONTEXT = "https://w3id.org/xapi/profiles/context"
CONFORMS_TO = "https://w3id.org/xapi/profiles#1.0"
LESSON = "http://adlnet.gov/expapi/activities/lesson"
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
#: Raised with every change of what stands below; the date is that of the change.
VERSION, MADE = "1.0", "2026-11-24T00:00:00Z"

EARNED = "http://id.tincanapi.com/verb/earned"
REGISTERED = "http://adlnet.gov/expapi/verbs/registered"

VERBS = (
    ("needed", "was found to need", "An assessment has found the officer below the level that the post requires."),
    (
        "met",
        "met the need for",
        "The officer has shown the level that was asked for, by evidence of the class it takes.",
    ),
    ("waited", "waits for a place in", "The cohort is full, and the officer stands in line for a place."),
    ("left", "has no place in", "The officer has given up a place, or the asking for one, or was declined."),
    ("lost", "had withdrawn", "The certificate was withdrawn for good."),
    ("outlasted", "held until it expired", "The last day of the certificate has passed."),
)
KINDS = (
    ("competency", "What an officer is able to do, in levels, as a framework of the administration describes it."),
    ("cohort", "Officers who take a course together, between two days."),
    ("certificate", "What an administration attests to an officer: a competency, up to a level."),
)
LEVELS = (
    ("target", "The level of the competency that the post requires."),
    ("level", "The level of the competency that the certificate attests."),
)

Json = dict[str, Any]
REGISTRATION = "$.context.registration"
COURSE = "$.context.contextActivities.grouping[*].id"
SCORE = "$.result.score.scaled"
SUCCESS = "$.result.success"
COMPLETION = "$.result.completion"


def address() -> str:
    return f"{settings.PUBLIC_URL}/xapi/profiles/customs-learning"


def scheme() -> str:
    return f"{address()}/{VERSION}"


def profile() -> Json:
    return {
        "@context": CONTEXT,
        "id": address(),
        "type": "Profile",
        "conformsTo": CONFORMS_TO,
        "prefLabel": english("Customs learning"),
        "definition": english(
            "Blended learning of customs officers: needs, places, studying alone, sessions, observed behaviour, certificates."
        ),
        "author": {"type": "Organization", "name": "Clearway", "url": settings.PUBLIC_URL},
        "versions": [{"id": scheme(), "generatedAtTime": MADE}],
        "concepts": list(concepts()),
        "templates": list(templates()),
    }


def english(text: str) -> Json:
    return {"en": text}


def concepts() -> Iterator[Json]:
    """What nobody else has defined."""
    yield concept(
        "Verb", iris.verb("observed"), "was observed in",
        "A trainer has seen the officer show every behaviour of a checklist, and has signed for it.",
    )  # fmt: skip
    yield concept(
        "Verb", iris.verb(TRIED), "tried the connection",
        "A record store has tried whether another one takes its statements. It tells of nobody.",
    )  # fmt: skip
    for name, label, definition in VERBS:
        yield concept("Verb", iris.verb(name), label, definition)
    for name, definition in KINDS:
        yield concept("ActivityType", iris.kind(name), name, definition)
    for name, definition in LEVELS:
        schema = {"inlineSchema": '{"type":"integer","minimum":1,"maximum":4}'}
        yield concept("ContextExtension", iris.extension(name), name, definition) | schema
    yield concept(
        "ResultExtension", iris.extension("attempt"), "attempt",
        "The identifier of the attempt, by which the house that graded it finds its answers.",
    ) | {"inlineSchema": '{"type":"string","format":"uuid"}'}  # fmt: skip
    yield concept(
        "ContextExtension", iris.extension(MARK), "play",
        "Which playing of interactive content an answer belongs to.",
    ) | {"inlineSchema": '{"type":"string"}'}  # fmt: skip


def concept(kind: str, iri: str, label: str, definition: str) -> Json:
    return {
        "id": iri, "type": kind, "inScheme": scheme(), "prefLabel": english(label), "definition": english(definition)
    }  # fmt: skip


def templates() -> Iterator[Json]:
    """One for each kind of statement; every identifier that the code uses is in one of them or above."""
    yield template("read", EXPERIENCED, LESSON, "A lesson was read.", [REGISTRATION])
    graded = [REGISTRATION, SCORE, SUCCESS, COMPLETION]
    yield template("passed", PASSED, ASSESSMENT, "A quiz was passed, as graded by the server.", graded)
    yield template("failed", FAILED, ASSESSMENT, "A quiz was not passed, as graded by the server.", graded)
    played = "Interactive content was played to its end; a score in it is the browser's word, and evidence of nothing."
    yield template("played", COMPLETED, ASSESSMENT, played, [REGISTRATION, COMPLETION])
    yield template("answered", ANSWERED, None, "A question within interactive content was answered.", [])
    attended = "An officer attended a session, remote or in a classroom; the duration is that of the presence."
    yield template("attended", ATTENDED, MEETING, attended, [COURSE, COMPLETION])
    observed = "Every behaviour of a checklist was seen by the instructor."
    yield template("observed", iris.verb("observed"), CHECKLIST, observed, [COURSE, SUCCESS, "$.context.instructor"])
    needed, placed = "$.context.extensions", [COURSE]
    yield template("needed", iris.verb("needed"), iris.kind("competency"), "A gap was opened.", [needed])
    yield template("met", iris.verb("met"), iris.kind("competency"), "A gap was closed on evidence.", [needed, SUCCESS])
    yield template("registered", REGISTERED, iris.kind("cohort"), "An officer has a place in a cohort.", placed)
    yield template("waited", iris.verb("waited"), iris.kind("cohort"), "An officer waits for a place.", placed)
    yield template("left", iris.verb("left"), iris.kind("cohort"), "An officer has no place any longer.", placed)
    held = [COURSE, "$.context.contextActivities.parent[*].id", "$.context.extensions"]
    yield template("earned", EARNED, iris.kind("certificate"), "A certificate was issued.", held)
    yield template("lost", iris.verb("lost"), iris.kind("certificate"), "A certificate was revoked.", held)
    yield template("outlasted", iris.verb("outlasted"), iris.kind("certificate"), "A certificate has expired.", held)
    yield template("taken-back", VOIDED, None, "A mark was corrected: what was said of it before is taken back.", [])


def template(name: str, verb: str, kind: str | None, definition: str, included: Sequence[str]) -> Json:
    """`included` are the places that such a statement always fills."""
    made: Json = {
        "id": f"{address()}/templates/{name}", "type": "StatementTemplate", "inScheme": scheme(),
        "prefLabel": english(name), "definition": english(definition), "verb": verb,
    }  # fmt: skip
    if kind:
        made["objectActivityType"] = kind
    if included:
        made["rules"] = [{"location": place, "presence": "included"} for place in included]
    return made
