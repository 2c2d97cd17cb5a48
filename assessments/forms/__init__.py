"""The forms that the steps name; the kernel looks them up here."""

from .acceptance import CommentsForm, FitForm, ReasonGivenForm, RectifyForm, UnfitForm
from .delegation import DelegationForm, EndDelegationForm, FindingPageForm, FindingRecordForm
from .extension import (
    AgreementForm,
    ConsentForm,
    ExtensionDraftForm,
    ExtensionReasonForm,
    GrantExtensionForm,
    RefuseExtensionForm,
    ReturnExtensionForm,
)
from .violation import FilesForm, FindingForm, OpenForm, ReasonForm, StatementForm

__all__ = [
    "AgreementForm",
    "CommentsForm",
    "ConsentForm",
    "DelegationForm",
    "EndDelegationForm",
    "ExtensionDraftForm",
    "ExtensionReasonForm",
    "FilesForm",
    "FindingForm",
    "FindingPageForm",
    "FindingRecordForm",
    "FitForm",
    "GrantExtensionForm",
    "OpenForm",
    "ReasonForm",
    "ReasonGivenForm",
    "RectifyForm",
    "RefuseExtensionForm",
    "ReturnExtensionForm",
    "StatementForm",
    "UnfitForm",
]
