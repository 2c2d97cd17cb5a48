"""Forms of the room; those of the steps are found here by the kernel."""

from .concluding import REVISE, ConclusionForm, PointForms, SignForm, points_of
from .sheets import AbsenceForm, GiveBackForm, ReviseByForm, SheetForm, SubmitSheetForm, VisitForm

__all__ = [
    "REVISE",
    "AbsenceForm",
    "ConclusionForm",
    "GiveBackForm",
    "PointForms",
    "ReviseByForm",
    "SheetForm",
    "SignForm",
    "SubmitSheetForm",
    "VisitForm",
    "points_of",
]
