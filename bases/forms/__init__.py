"""The forms that the steps of a base name; the kernel looks them up here."""

from .building import CorrectReceiptForm, ReceiptForm, ReportDateForm
from .deciding import DatedForm, DecisionForm, NumberField, reason_field
from .ending import OpenWindowForm, OverdueForm, TerminateForm
from .establishing import CompanionsForm, EstablishForm
from .evaluating import EvaluationCycleForm, RevokeForm

__all__ = [
    "CompanionsForm",
    "CorrectReceiptForm",
    "DatedForm",
    "DecisionForm",
    "EstablishForm",
    "EvaluationCycleForm",
    "NumberField",
    "OpenWindowForm",
    "OverdueForm",
    "ReceiptForm",
    "ReportDateForm",
    "RevokeForm",
    "TerminateForm",
    "reason_field",
]
