"""Experts, panels and their draw, sheets, conclusions; and the review of an application."""

from .experts import Expert, ExpertLeave, ExpertRelation
from .panels import Case, Contribution, Draw, Member, Panel
from .review import ApplicationReview
from .sheets import Conclusion, Sheet, SheetState, Signature, Visit

__all__ = [
    "ApplicationReview",
    "Case",
    "Conclusion",
    "Contribution",
    "Draw",
    "Expert",
    "ExpertLeave",
    "ExpertRelation",
    "Member",
    "Panel",
    "Sheet",
    "SheetState",
    "Signature",
    "Visit",
]
