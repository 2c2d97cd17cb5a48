"""The forms that the steps of a base name; the kernel looks them up here."""

from .deciding import DatedForm, DecisionForm, NumberField, reason_field

__all__ = ["DatedForm", "DecisionForm", "NumberField", "reason_field"]
