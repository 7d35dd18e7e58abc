"""Who says in the editors' admin what is certified: whoever certifies for an administration today, and for that one only."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from certificates.models import Certification
from certificates.queries import CERTIFIES
from lms.people.models import Administration, Membership, User
from lms.people.queries import Asker, administrations_of


def certified_by(person: Asker) -> QuerySet[Administration]:
    """The administrations that a person certifies for; a superuser does for all."""
    if person.is_superuser:
        return Administration.objects.all()
    return administrations_of(person, roles=CERTIFIES)


class CertifyingPolicy(ModelPermissionPolicy):
    """A role opens it, not a group: who is HR today certifies today."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active) and action != "delete" and certified_by(user).exists()

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and owns(user, instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        return Certification.objects.filter(administration__in=certified_by(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        held = Membership.objects.filter(role__in=CERTIFIES)
        return User.objects.filter(pk__in=held.values("person"))


def owns(user: Asker, certification: Certification) -> bool:
    return certified_by(user).filter(pk=certification.administration_id).exists()
