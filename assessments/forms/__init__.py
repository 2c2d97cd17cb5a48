"""The forms that the steps name; the kernel looks them up here."""

from .acceptance import CommentsForm, FitForm, ReasonGivenForm, RectifyForm, UnfitForm
from .violation import FilesForm, FindingForm, OpenForm, ReasonForm, StatementForm

__all__ = [
    "CommentsForm",
    "FilesForm",
    "FindingForm",
    "FitForm",
    "OpenForm",
    "ReasonForm",
    "ReasonGivenForm",
    "RectifyForm",
    "StatementForm",
    "UnfitForm",
]
