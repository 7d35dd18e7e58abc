"""Django finds tables at the root of an app; ours live in the rooms."""

from tracking.enrolment.models import Enrolment, Seat
from tracking.evidence.models import Evidence
from tracking.lrs.models import Credential, Mention, Statement, StatementKey
from tracking.needs.models import Assessment, Gap, Instrument, Rating, Remedy
from tracking.progress.models import Completion, PartDone
from tracking.study.models import Attempt, Launch

__all__ = [
    "Assessment",
    "Attempt",
    "Completion",
    "Credential",
    "Enrolment",
    "Evidence",
    "Gap",
    "Instrument",
    "Launch",
    "Mention",
    "PartDone",
    "Rating",
    "Remedy",
    "Seat",
    "Statement",
    "StatementKey",
]
