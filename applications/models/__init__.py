"""Calls, applications, the plan in its parts, frozen versions, and all that is written and sealed on the way to SAC."""

from applications.procedure import BaseKind
from bases.models import LedgerRow

from .application import Application
from .calls import Admission, Call, CallExtension, CallNotice, InvitedUnit, Organising
from .decided import (
    Approval,
    ApprovalPaper,
    PlaceException,
    Publication,
    PublicationCase,
    VersionUserObjectPermission,
    WithdrawalRequest,
)
from .desk import (
    Assignment,
    CheckResult,
    NamedFilter,
    PointReply,
    RevisionPoint,
    RevisionRound,
    Supplement,
    SupplementFile,
    SupplementItem,
)
from .filed import Comment, Print, Version
from .judged import Appraisal, HandOver, Letter, PaperReceipt, Ranking, RegionCorrection, Scan
from .plan import Attachment, FailedUpload, Indicator, Kept, Milestone, Narrative, Section, SectionState, Task

__all__ = [
    "Admission",
    "Application",
    "Appraisal",
    "Approval",
    "ApprovalPaper",
    "Assignment",
    "Attachment",
    "BaseKind",
    "Call",
    "CallExtension",
    "CallNotice",
    "CheckResult",
    "Comment",
    "FailedUpload",
    "HandOver",
    "Indicator",
    "InvitedUnit",
    "Kept",
    "LedgerRow",
    "Letter",
    "Milestone",
    "NamedFilter",
    "Narrative",
    "Organising",
    "PaperReceipt",
    "PlaceException",
    "PointReply",
    "Print",
    "Publication",
    "PublicationCase",
    "Ranking",
    "RegionCorrection",
    "RevisionPoint",
    "RevisionRound",
    "Scan",
    "Section",
    "SectionState",
    "Supplement",
    "SupplementFile",
    "SupplementItem",
    "Task",
    "Version",
    "VersionUserObjectPermission",
    "WithdrawalRequest",
]
