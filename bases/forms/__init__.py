"""The forms that the steps of a base name; the kernel looks them up here."""

from .deciding import DatedForm, DecisionForm, NumberField, reason_field
from .ending import OpenWindowForm, OverdueForm, TerminateForm
from .evaluating import EvaluationCycleForm, RevokeForm

__all__ = [
    "DatedForm",
    "DecisionForm",
    "EvaluationCycleForm",
    "NumberField",
    "OpenWindowForm",
    "OverdueForm",
    "RevokeForm",
    "TerminateForm",
    "reason_field",
]
