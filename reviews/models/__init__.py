"""Experts, panels and their draw, sheets, conclusions; and the review of an application."""

from .decisions import ConflictDecision
from .experts import Expert, ExpertLeave, ExpertRelation
from .panels import Case, CaseFile, CaseUserObjectPermission, Contribution, Draw, Member, Panel
from .review import ApplicationReview
from .sheets import Absence, Conclusion, OpinionPrint, Sheet, SheetState, Signature, Visit

__all__ = [
    "Absence",
    "ApplicationReview",
    "Case",
    "CaseFile",
    "CaseUserObjectPermission",
    "Conclusion",
    "ConflictDecision",
    "Contribution",
    "Draw",
    "Expert",
    "ExpertLeave",
    "ExpertRelation",
    "Member",
    "OpinionPrint",
    "Panel",
    "Sheet",
    "SheetState",
    "Signature",
    "Visit",
]
