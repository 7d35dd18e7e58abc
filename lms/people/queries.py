"""Whom a person may see, and in which administrations. Every other room's `visible_to` is built from these."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr

from lms.core import clock
from lms.people import rules
from lms.people.models import Administration, Membership, User
from lms.people.reading import Held, kept_roles
from lms.people.rules import Record

Asker: TypeAlias = User | AnonymousUser


def current(on: date) -> Q:
    """Memberships that hold on a day: both `since` and `until` are days of the membership."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def memberships_of(
    person: Asker, *, on: date | None = None, roles: Iterable[str] | None = None
) -> QuerySet[Membership]:
    """The roles that a person holds on a day (today when not said)."""
    if not person.is_authenticated:
        return Membership.objects.none()
    held = Membership.objects.filter(current(on or clock.today()), person_id=person.pk)
    return held if roles is None else held.filter(role__in=list(roles))


def held_by_reader(person: Asker, on: date, roles: Iterable[str] | None = None) -> list[Held] | None:
    """The same of somebody who reads a page, asked for once; None of everybody else, of whom each question is a new one."""

    def ask() -> frozenset[Held]:
        rows = memberships_of(person, on=on).values_list("administration_id", "role")
        return frozenset(Held(*row) for row in rows)

    kept = kept_roles(person, on, ask)
    if kept is None or roles is None:
        return None if kept is None else list(kept)
    wanted = frozenset(roles)
    return [held for held in kept if held.role in wanted]


def roles_of(person: Asker, *, on: date | None = None) -> frozenset[str]:
    """The kinds of role that a person holds anywhere on a day (today when not said)."""
    if not person.is_authenticated:
        return frozenset()
    day = on or clock.today()
    held = held_by_reader(person, day)
    if held is None:
        return frozenset(memberships_of(person, on=day).values_list("role", flat=True))
    return frozenset(each.role for each in held)


def administrations_of(
    person: Asker, *, on: date | None = None, roles: Iterable[str] | None = None
) -> QuerySet[Administration]:
    """The administrations in which a person holds one of the roles (any, when not said).

    A region or the WCO is itself such an administration; `administrations_below` goes down from it.
    """
    return Administration.objects.filter(pk__in=administration_ids(person, on=on, roles=roles))


def administration_ids(person: Asker, *, on: date | None = None, roles: Iterable[str] | None = None) -> Iterable[Any]:
    """The same as what stands after `__in`: a reader's as numbers, anybody else's as the query that finds them."""
    held = held_by_reader(person, on or clock.today(), roles)
    if held is None:
        return memberships_of(person, on=on, roles=roles).values("administration_id")
    return {each.administration_id for each in held}


def administrations_below(
    person: Asker, *, on: date | None = None, roles: Iterable[str] | None = None
) -> QuerySet[Administration]:
    """The same and everything under them: a region's administrations, the WCO's regions and all of theirs."""
    own = administration_ids(person, on=on, roles=roles)
    return Administration.objects.filter(Q(pk__in=own) | Q(parent__in=own) | Q(parent__parent__in=own))


def within_scope_of(person: Asker, record: Record, *, on: date | None = None) -> QuerySet[Membership]:
    """The memberships inside the scope of one of the asker's roles that see this kind of record.

    A role with a unit reaches that unit and the units under it; a role without one reaches its administration. A supervisor
    reaches officers only, not whoever else works in the unit, and without a unit supervises nobody.
    """
    day = on or clock.today()
    if held_by_reader(person, day, rules.MAY_SEE[record]) == []:
        return Membership.objects.none()
    # A reader's roles are asked for here all the same: told the administration as a number, SQLite begins with everybody in
    # it and not with the person of each row, and takes fifteen seconds for twenty thousand.
    roles = memberships_of(person, on=day, roles=rules.MAY_SEE[record]).filter(
        administration=OuterRef("administration")
    )
    # Treebeard's path of a unit begins with the paths of the units above it.
    above = (
        roles.filter(unit__isnull=False)
        .annotate(head=Substr(OuterRef("unit__path"), 1, Length("unit__path")))
        .filter(unit__path=F("head"))
    )
    supervisor = Membership.Role.SUPERVISOR
    everyone = Exists(roles.filter(unit__isnull=True).exclude(role=supervisor)) | Exists(above.exclude(role=supervisor))
    officers = Q(role=Membership.Role.OFFICER) & Exists(above.filter(role=supervisor))
    return Membership.objects.filter(current(day), everyone | officers, person__is_active=True)


def visible_to(person: Asker, record: Record = Record.DIRECTORY, *, on: date | None = None) -> QuerySet[User]:
    """The people of whom `person` may see this kind of record by name: oneself, and those within a role's scope."""
    if not person.is_authenticated:
        return User.objects.none()
    reached = within_scope_of(person, record, on=on).values("person_id")
    return User.objects.filter(Q(pk=person.pk) | Q(pk__in=reached), is_active=True)


def sees_rows(
    person: Asker, record: Record, *, whose: str = "person", where: str = "administration", on: date | None = None
) -> Q:
    """For tables that keep a person and the administration of that time: one's own rows, and those within a role's scope.

    Someone who serves in two administrations, or has moved from one to the other, shows each only what is its own.
    """
    if not person.is_authenticated:
        return Q(pk__in=[])
    reached = within_scope_of(person, record, on=on).filter(person=OuterRef(whose), administration=OuterRef(where))
    return Q(**{whose: person.pk}) | Q(Exists(reached))


def reads_figures_of(person: Asker, *, on: date | None = None) -> QuerySet[Administration]:
    """The administrations whose group figures a person reads."""
    return administrations_of(person, on=on, roles=rules.READS_FIGURES)


def home_of(person: Asker, *, on: date | None = None) -> Administration | None:
    """The administration that a person serves as an officer, else the one of any other role."""
    held = memberships_of(person, on=on).select_related("administration")
    officers_first = sorted(held, key=lambda m: (m.role != Membership.Role.OFFICER, m.pk))
    return officers_first[0].administration if officers_first else None
