"""Calls, applications, the plan in its parts, frozen versions, and all that is written and sealed on the way to SAC."""

from applications.procedure import BaseKind
from bases.models import LedgerRow

from .application import Application
from .calls import Admission, Call, CallExtension, CallNotice, InvitedUnit, Organising
from .filed import Comment, Print, Version
from .judged import Appraisal, HandOver, Letter, PaperReceipt, Ranking, RegionCorrection, Scan
from .plan import Attachment, FailedUpload, Indicator, Milestone, Section, SectionState, Task

__all__ = [
    "Admission",
    "Application",
    "Appraisal",
    "Attachment",
    "BaseKind",
    "Call",
    "CallExtension",
    "CallNotice",
    "Comment",
    "FailedUpload",
    "HandOver",
    "Indicator",
    "InvitedUnit",
    "LedgerRow",
    "Letter",
    "Milestone",
    "Organising",
    "PaperReceipt",
    "Print",
    "Ranking",
    "RegionCorrection",
    "Scan",
    "Section",
    "SectionState",
    "Task",
    "Version",
]
