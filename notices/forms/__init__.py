"""Forms of the room; those of the steps are found here by the kernel."""

from .handling import CloseInquiryForm, InquiryAnswerForm, InquiryForm, PaperForm
from .objection import LookUpForm, ObjectionForm
from .steps import AdmitForm, AnswerForm

__all__ = [
    "AdmitForm",
    "AnswerForm",
    "CloseInquiryForm",
    "InquiryAnswerForm",
    "InquiryForm",
    "LookUpForm",
    "ObjectionForm",
    "PaperForm",
]
