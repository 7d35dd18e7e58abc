"""Django finds tables at the root of an app; ours live in the rooms."""

from lms.competencies.models import Competency, Framework, Level, Requirement
from lms.core.models import AccessEntry, AuditEntry, Delivery, Event
from lms.people.models import Administration, Membership, OrgUnit, Post, User

__all__ = [
    "AccessEntry",
    "Administration",
    "AuditEntry",
    "Competency",
    "Delivery",
    "Event",
    "Framework",
    "Level",
    "Membership",
    "OrgUnit",
    "Post",
    "Requirement",
    "User",
]
