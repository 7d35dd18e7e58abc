"""Reading what was answered in packages: by one learner, attempt by attempt, and by many, question by question."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from courses.catalogue import iris
from tracking.enrolment.models import Enrolment
from tracking.lrs.models import Statement
from tracking.study.h5p import MARK
from tracking.study.interactions import Interaction, Sitting, interaction_of, sittings
from tracking.study.items import Item, items
from tracking.study.models import PackageResult

Said = tuple[str, Interaction]


def review(enrolment: Enrolment, package_uid: UUID) -> list[Sitting]:
    """A learner's attempts at a package in one period, oldest first."""
    return reviews([enrolment], package_uid)[enrolment.pk]


def reviews(enrolments: Sequence[Enrolment], package_uid: UUID) -> dict[int, list[Sitting]]:
    """The attempts of several periods, by the key of each; two queries, however many they are."""
    said = answers_of(enrolments, package_uid)
    results: dict[int, list[tuple[str, PackageResult]]] = {}
    for result in PackageResult.objects.filter(enrolment__in=enrolments, package_uid=package_uid).order_by("number"):
        results.setdefault(result.enrolment_id, []).append((result.play, result))
    return {each.pk: sittings(results.get(each.pk, []), said.get(each.uid, [])) for each in enrolments}


def answers_of(enrolments: Iterable[Enrolment], package_uid: UUID) -> dict[UUID, list[Said]]:
    """What the frames of these periods said about a package, by period, in the order of arrival."""
    about, mark = iris.package(package_uid), iris.extension(MARK)
    rows = Statement.objects.filter(
        registration__in=[each.uid for each in enrolments], origin=Statement.Origin.LAUNCH, is_voided=False,
        text__contains=str(package_uid),
    )  # fmt: skip
    found: dict[UUID, list[Said]] = {}
    for row in rows.order_by("seq"):
        statement = json.loads(row.text)
        if not str((statement.get("object") or {}).get("id")).startswith(about) or row.registration is None:
            continue
        interaction = interaction_of(statement, at=row.timestamp)
        if interaction is not None:
            extensions = (statement.get("context") or {}).get("extensions") or {}
            found.setdefault(row.registration, []).append((str(extensions.get(mark, "")), interaction))
    return found


def items_of(enrolments: Sequence[Enrolment], package_uid: UUID) -> list[Item]:
    """How the questions of a package work, from the first attempt of each learner: what comes later was learnt from it."""
    found = reviews(enrolments, package_uid)
    firsts = [attempts[0].last() for attempts in found.values() if attempts]
    return items([{each.activity: each for each in first} for first in firsts if first])
