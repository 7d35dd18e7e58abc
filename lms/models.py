"""Django finds tables at the root of an app; ours live in the rooms."""

from lms.competencies.models import Competency, Framework, Level, Requirement
from lms.core.models import AccessEntry, AuditEntry, Delivery, DemoDay, Event
from lms.notices.models import Letter, MailChoice, Notice
from lms.people.models import Administration, Membership, OrgUnit, Post, User

__all__ = [
    "AccessEntry",
    "Administration",
    "AuditEntry",
    "Competency",
    "Delivery",
    "DemoDay",
    "Event",
    "Framework",
    "Letter",
    "Level",
    "MailChoice",
    "Membership",
    "Notice",
    "OrgUnit",
    "Post",
    "Requirement",
    "User",
]
