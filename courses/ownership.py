"""Whose questions, pictures and courses a person writes: the administrations in which they hold a role that writes.

Wagtail's groups say what an editor may do; this says where. Both must hold, and a role that has ended hides everything
at once, whatever groups its holder is still in.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from lms.competencies.models import Competency
from lms.people.models import Administration, Membership
from lms.people.queries import Asker, administrations_of

WRITES_COURSES = (
    Membership.Role.TRAINER,
    Membership.Role.HR,
    Membership.Role.NATIONAL_COORDINATOR,
    Membership.Role.EXPERT,
    Membership.Role.ADMINISTRATOR,
)


def administrations_written_by(person: Asker, *, on: date | None = None) -> QuerySet[Administration]:
    """Where a person writes courses; a superuser does so everywhere."""
    if person.is_superuser:
        return Administration.objects.all()
    return administrations_of(person, on=on, roles=WRITES_COURSES)


def competencies_for(administrations: QuerySet[Administration]) -> QuerySet[Competency]:
    """Competencies of shared frameworks and of those that the administrations own."""
    of_all = Competency.objects.filter(framework__administration=None)
    return of_all | Competency.objects.filter(framework__administration__in=administrations)


class OwnedPermissionPolicy(ModelPermissionPolicy):
    """Wagtail's permissions for a model with an `administration`: what the group may do, only where the person writes."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and self.owns(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        allowed = super().instances_user_has_any_permission_for(user, actions)
        return allowed.filter(administration__in=administrations_written_by(user))

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[Any]:
        held = Membership.objects.filter(administration=instance.administration, role__in=WRITES_COURSES)
        return super().users_with_any_permission(actions).filter(pk__in=held.values("person"))

    @staticmethod
    def owns(user: Asker, instance: Any) -> bool:
        return administrations_written_by(user).filter(pk=instance.administration_id).exists()
