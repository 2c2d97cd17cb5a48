"""The forms that the steps of a base name; the kernel looks them up here."""

from .deciding import DatedForm, DecisionForm, NumberField, reason_field
from .ending import OpenWindowForm, OverdueForm, TerminateForm

__all__ = [
    "DatedForm",
    "DecisionForm",
    "NumberField",
    "OpenWindowForm",
    "OverdueForm",
    "TerminateForm",
    "reason_field",
]
