"""A crowd for benchmarks: Sanderra's officers over and over, in districts of their own, until there are enough.

It stands for size, not for history: rows are copied in bulk, nobody in it signs in, and it is loaded only when asked for with
`manage.py demo --officers N`. What the demo tells is made by actions (`desks.demo.load`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Field, Model, QuerySet, UUIDField

from certificates import codes
from certificates.models import Certificate
from lms.people import actions as people
from lms.people.models import Administration, Membership, OrgUnit, User
from tracking.enrolment.models import Enrolment
from tracking.evidence.models import Evidence
from tracking.needs.models import Gap
from tracking.progress.models import Completion, PartDone

BATCH = 500
Copies = Mapping[int, int]


@transaction.atomic
def grow(*, administration: Administration, officers: int, by: User, at: datetime) -> int:
    """Add districts until an administration has so many officers; how many there are then."""
    served = Membership.objects.filter(administration=administration, role=Membership.Role.OFFICER)
    first = list(served.exclude(unit__code__startswith="district-").order_by("pk"))
    root = OrgUnit.objects.filter(administration=administration).order_by("path")[0].get_root()
    there, number = served.count(), 0
    while there < officers:
        number += 1
        district = people.open_unit(
            administration=administration,
            code=f"district-{number}",
            name=f"District {number}",
            parent=root,
            by=by,
            at=at,
        )
        there += copy_officers(first[: officers - there], into=district)
    return there


def copy_officers(memberships: list[Membership], *, into: OrgUnit) -> int:
    """Copy officers with what they need, study, have shown and hold, into a unit."""
    originals = [membership.person_id for membership in memberships]
    persons = copies(User.objects.filter(pk__in=originals), suffix=into.code)
    copies(Membership.objects.filter(pk__in=[held.pk for held in memberships]), {"person": persons}, unit=into)
    evidence = copies(Evidence.objects.filter(person__in=originals), {"person": persons, "recorded_by": persons})
    copies(
        Gap.objects.filter(person__in=originals), {"person": persons, "closed_by": evidence}, unit=into, assessment=None
    )
    enrolments = copies(Enrolment.objects.filter(person__in=originals), {"person": persons})
    copies(PartDone.objects.filter(enrolment__in=list(enrolments)), {"enrolment": enrolments})
    copies(Completion.objects.filter(enrolment__in=list(enrolments)), {"enrolment": enrolments})
    copies(Certificate.objects.filter(person__in=originals), {"person": persons}, gap=None)
    return len(persons)


def copies(
    originals: QuerySet[Any], follow: Mapping[str, Copies] | None = None, *, suffix: str = "", **changes: Any
) -> dict[int, int]:
    """Copy rows; the key of each copy by the key of its original.

    `follow` leads a foreign key to the copy of what it pointed at, where there is one; `changes` are the same for all.
    """
    rows = list(originals.order_by("pk"))
    made = [copy_of(row, follow or {}, suffix, changes) for row in rows]
    for start in range(0, len(made), BATCH):
        originals.model._default_manager.bulk_create(made[start : start + BATCH])
    return {row.pk: copy.pk for row, copy in zip(rows, made, strict=True)}


def copy_of(row: Model, follow: Mapping[str, Copies], suffix: str, changes: Mapping[str, Any]) -> Model:
    copy = type(row)(**{field.attname: value_for(field, row, suffix) for field in fields_of(row)})
    for name, keys in follow.items():
        attname = f"{name}_id"
        setattr(copy, attname, keys.get(getattr(row, attname), getattr(row, attname)))
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def fields_of(row: Model) -> Iterable[Field[Any, Any]]:
    return [field for field in row._meta.concrete_fields if not field.primary_key]


def value_for(field: Field[Any, Any], row: Model, suffix: str) -> Any:
    """The value that a copy takes over, or another where no two rows may have the same."""
    value = getattr(row, field.attname)
    if isinstance(field, UUIDField) and field.unique:
        fresh: UUID = field.get_default()
        return fresh
    if field.name == "code" and field.unique:
        return codes.new()
    if field.name in {"username", "email"} and suffix:
        return f"{suffix}-{value}"
    return value
