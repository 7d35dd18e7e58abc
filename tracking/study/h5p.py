"""Packages in a lesson: where the learner left them, how they ended, and what they say on the way.

Whatever arrives here comes from a browser that runs somebody's code. It speaks for the launch in its token and for nothing
else: state and results are kept for that enrolment and version, and statements go the way of every launch, where the store
writes actor, registration and authority itself. A score is the browser's word: it completes a part, and proves no level.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from courses.catalogue import iris
from courses.catalogue.recalling import recall
from courses.packages import tokens
from courses.packages.models import PackageVersion
from lms.core import audit
from tracking.enrolment.models import Enrolment
from tracking.lrs import actions as lrs
from tracking.lrs.refusals import Conflict, Forbidden, Refused
from tracking.study import activities
from tracking.study.models import Launch, PackageResult, PackageState

#: Bytes of one state and of one statement, and how many statements come at once.
LARGEST_STATE = 1 << 20
LARGEST_STATEMENT = 1 << 16
MOST_STATEMENTS = 50
#: How many states, of whatever kind, and how many results one enrolment keeps of one version.
MOST_STATES = 500
MOST_RESULTS = 1_000
#: In a statement of the frame, and as one of our extensions where it is stored: which attempt it belongs to.
MARK = "play"
#: What a player's statement may bring along; the rest is the server's to say.
TAKEN = ("id", "verb", "object", "result", "timestamp")


class BadResult(Exception):
    """A score that is no number, or beyond its maximum."""


class TooMuch(Exception):
    """More than we keep for one learner and package."""


@dataclass(frozen=True)
class Play:
    """A launch that plays a version of a package."""

    launch: Launch
    version: PackageVersion

    @property
    def enrolment(self) -> Enrolment:
        return self.launch.enrolment

    @property
    def uid(self) -> UUID:
        return self.version.package.uid

    @property
    def activity(self) -> str:
        return iris.package(self.uid)


def play(token: str, *, at: datetime) -> Play | None:
    """What the holder of a token plays; None when the token, its launch or its enrolment is over."""
    claim = tokens.read(token)
    if claim is None or not claim.launch:
        return None
    launch = (
        Launch.objects.filter(uid=claim.launch)
        .select_related("credential", "edition", "enrolment__person", "enrolment__administration")
        .defer("edition__data")
        .first()
    )
    version = PackageVersion.objects.select_related("package").filter(pk=claim.version).first()
    if launch is None or version is None or not launch.credential.is_open(at):
        return None
    if launch.enrolment.state in (Enrolment.State.WITHDRAWN, Enrolment.State.LAPSED):
        return None
    recall([launch.edition])
    return Play(launch, version)


def token_of(play: Play) -> str:
    return tokens.issue(tokens.Claim(play.version.pk, str(play.launch.uid)))


def states(play: Play) -> dict[str, dict[str, str]]:
    """Everything that was kept, by content inside and by kind of data."""
    kept: dict[str, dict[str, str]] = {}
    for state in PackageState.objects.filter(enrolment=play.enrolment, package_version=play.version):
        kept.setdefault(state.sub_content, {})[state.data_type] = state.data
    return kept


@transaction.atomic
def keep_state(*, play: Play, data_type: str, sub_content: str, data: str, at: datetime) -> None:
    """Keep where the learner is; "0" throws away what was kept. Raises TooMuch."""
    of_play = PackageState.objects.filter(enrolment=play.enrolment, package_version=play.version)
    same: dict[str, Any] = {"data_type": data_type, "sub_content": sub_content}
    if data == "0":
        of_play.filter(**same).delete()
        return
    if len(data.encode()) > LARGEST_STATE or of_play.exclude(**same).count() >= MOST_STATES:
        raise TooMuch(data_type)
    PackageState.objects.update_or_create(
        enrolment=play.enrolment, package_version=play.version, **same, defaults={"data": data, "at": at}
    )


@transaction.atomic
def finish(
    *, play: Play, score: float, max_score: float, opened: int, finished: int, at: datetime, mark: str = ""
) -> PackageResult | None:
    """Record how a package ended, and say so in a statement of ours; the same end told again is the same result. Where there
    was nothing to reach there is no result: it is done. `mark` is what the frame has marked the statements of this attempt
    with.
    """
    if not (math.isfinite(score) and math.isfinite(max_score)) or score > max_score or max_score < 0:
        raise BadResult(f"{score} of {max_score}")
    if max_score == 0:
        seen(play=play, at=at)
        return None
    Enrolment.objects.select_for_update().get(pk=play.enrolment.pk)
    of_enrolment = PackageResult.objects.filter(enrolment=play.enrolment, package_uid=play.uid)
    same = of_enrolment.filter(package_version=play.version, opened=opened, finished=finished).first()
    if same is not None:
        return same
    number = of_enrolment.count() + 1
    if number > MOST_RESULTS:
        raise TooMuch(number)
    result = PackageResult.objects.create(
        launch=play.launch, enrolment=play.enrolment, package_version=play.version, package_uid=play.uid, number=number,
        score=score, max_score=max_score, opened=opened, finished=finished, at=at, play=mark if is_mark(mark) else "",
    )  # fmt: skip
    audit.record(
        by=play.enrolment.person, at=at, verb="package finished", about=result,
        administration=play.enrolment.administration,
    )  # fmt: skip
    say_finished(play, result, at=at)
    return result


@transaction.atomic
def seen(*, play: Play, at: datetime) -> None:
    """A package with nothing to be scored was opened: there is no other end to it."""
    Enrolment.objects.select_for_update().get(pk=play.enrolment.pk)
    if not play.enrolment.parts_done.filter(kind="package", uid=play.uid).exists():
        say_finished(play, None, at=at)


def say_finished(play: Play, result: PackageResult | None, *, at: datetime) -> None:
    statement = activities.finished(
        launch=play.launch, package_uid=str(play.uid), title=play.version.package.title, result=result
    )
    lrs.store_own(credential=play.launch.credential, statements=[statement], at=at)


def take_statements(*, play: Play, statements: Sequence[Any], at: datetime) -> int:
    """Store what the player said, each by itself; how many were sound. The others are not worth an error to a learner."""
    return sum(take_statement(play, statement, at=at) for statement in statements[:MOST_STATEMENTS])


def take_statement(play: Play, statement: Any, *, at: datetime) -> bool:
    try:
        body = json.dumps(authored(play, statement)).encode()
        if len(body) > LARGEST_STATEMENT:
            return False
        lrs.store(credential=play.launch.credential, body=body, at=at)
    except (Refused, Forbidden, Conflict, KeyError, TypeError, AttributeError, ValueError, RecursionError):
        return False
    return True


def authored(play: Play, statement: Mapping[str, Any]) -> dict[str, Any]:
    """The statement as we store it: about this package or something in it, the rest written by us. Raises ValueError."""
    about = str(statement["object"]["id"])
    if about != play.activity and not about.startswith((f"{play.activity}?", f"{play.activity}#")):
        raise ValueError(about)
    kept = {name: statement[name] for name in TAKEN if name in statement}
    if isinstance(kept.get("result"), dict):
        kept["result"] = with_sound_score(kept["result"])
    return kept | {"context": context(play, about, statement.get("context") or {})}


def with_sound_score(result: Mapping[str, Any]) -> dict[str, Any]:
    """A result whose score the store can take: contents without points send one from 0 to 0."""
    score = result.get("score")
    if isinstance(score, dict) and isinstance(score.get("max"), int | float) and score.get("min", 0) >= score["max"]:
        return {name: value for name, value in result.items() if name != "score"}
    return dict(result)


def context(play: Play, about: str, given: Mapping[str, Any]) -> dict[str, Any]:
    parent = iris.lesson(play.launch.lesson_uid) if about == play.activity else play.activity
    linked: dict[str, Any] = {"parent": [{"id": parent}], "grouping": [{"id": iris.course(play.enrolment.course_uid)}]}
    if category := (given.get("contextActivities") or {}).get("category"):
        linked["category"] = category
    mark = (given.get("extensions") or {}).get(MARK)
    return {"contextActivities": linked} | ({"extensions": {iris.extension(MARK): mark}} if is_mark(mark) else {})


def is_mark(text: Any) -> bool:
    """What our frame marks the statements of one attempt with: when it was opened, and the how manieth it is since then."""
    return isinstance(text, str) and bool(re.fullmatch(r"[0-9]{1,16}-[0-9]{1,4}", text))
