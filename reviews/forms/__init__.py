"""Forms of the room; those of the steps are found here by the kernel."""

from .concluding import REVISE, ConclusionForm, PointForms, SignForm, points_of
from .panels import CloseRoundForm, ExcludeForm, ReasonForm
from .sheets import AbsenceForm, GiveBackForm, ReviseByForm, SheetForm, SubmitSheetForm, VisitForm

__all__ = [
    "REVISE",
    "AbsenceForm",
    "CloseRoundForm",
    "ConclusionForm",
    "ExcludeForm",
    "GiveBackForm",
    "PointForms",
    "ReasonForm",
    "ReviseByForm",
    "SheetForm",
    "SignForm",
    "SubmitSheetForm",
    "VisitForm",
    "points_of",
]
