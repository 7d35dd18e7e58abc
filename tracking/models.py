"""Django finds tables at the root of an app; ours live in the rooms."""

from tracking.attendance.models import Mark, MarkChange, Observation, ObservedBehaviour
from tracking.enrolment.models import Enrolment, Seat
from tracking.evidence.models import Evidence
from tracking.impact.models import (
    Commitment,
    FollowUp,
    Indicator,
    LearnerGroup,
    Offer,
    PairedScore,
    Programme,
    ProgrammeIndicator,
    ProgrammeUnit,
    Reading,
    Story,
)
from tracking.lrs.attachments.models import Attached, Content
from tracking.lrs.documents.models import Document
from tracking.lrs.erasing.models import Erasure, RetentionRule, Tombstone
from tracking.lrs.forwarding.models import DeadLetter, Target
from tracking.lrs.models import Credential, Echo, KnownActivity, Mention, Statement, StatementKey
from tracking.lrs.privacy.models import TenantSecret
from tracking.lrs.sealing.models import Segment, Tally
from tracking.needs.models import (
    Assessment,
    Gap,
    Instrument,
    InstrumentTest,
    ManagementAction,
    NamedCause,
    Rating,
    Remedy,
    TaskView,
    TestSitting,
)
from tracking.plans.models import LearningPlan, PlanCover, PlanItem
from tracking.progress.models import Completion, PartDone
from tracking.study.models import Attempt, Launch, PackageResult, PackageState

__all__ = [
    "Assessment",
    "Attached",
    "Attempt",
    "Commitment",
    "Completion",
    "Content",
    "Credential",
    "DeadLetter",
    "Document",
    "Echo",
    "Enrolment",
    "Erasure",
    "Evidence",
    "FollowUp",
    "Gap",
    "Indicator",
    "Instrument",
    "InstrumentTest",
    "KnownActivity",
    "Launch",
    "LearnerGroup",
    "LearningPlan",
    "ManagementAction",
    "Mark",
    "MarkChange",
    "Mention",
    "NamedCause",
    "Observation",
    "ObservedBehaviour",
    "Offer",
    "PackageResult",
    "PackageState",
    "PairedScore",
    "PartDone",
    "PlanCover",
    "PlanItem",
    "Programme",
    "ProgrammeIndicator",
    "ProgrammeUnit",
    "Rating",
    "Reading",
    "Remedy",
    "RetentionRule",
    "Seat",
    "Segment",
    "Statement",
    "StatementKey",
    "Story",
    "Tally",
    "Target",
    "TaskView",
    "TenantSecret",
    "TestSitting",
    "Tombstone",
]
