"""Forms of the room; those of the steps are found here by the kernel."""

from .concluding import ConclusionForm, PointForms, SignForm, points_of
from .inviting import AnswerForm
from .panels import (
    AppointForm,
    CloseRoundForm,
    DatesForm,
    DecisionForm,
    ExcludeForm,
    NewPanelForm,
    NumberForm,
    PanelForm,
    ReasonForm,
    RevealForm,
    SilenceForm,
)
from .pool import ExpertForm, LeaveForm, RelationForm, RetireForm, WorkbookForm
from .sheets import AbsenceForm, GiveBackForm, ReviseByForm, SheetForm, SubmitSheetForm, VisitForm

__all__ = [
    "AbsenceForm",
    "AnswerForm",
    "AppointForm",
    "CloseRoundForm",
    "ConclusionForm",
    "DatesForm",
    "DecisionForm",
    "ExcludeForm",
    "ExpertForm",
    "GiveBackForm",
    "LeaveForm",
    "NewPanelForm",
    "NumberForm",
    "PanelForm",
    "PointForms",
    "ReasonForm",
    "RelationForm",
    "RetireForm",
    "RevealForm",
    "ReviseByForm",
    "SheetForm",
    "SignForm",
    "SilenceForm",
    "SubmitSheetForm",
    "VisitForm",
    "WorkbookForm",
    "points_of",
]
