"""The forms that the steps of a base name; the kernel looks them up here."""

from .deciding import DecisionForm, NumberField, reason_field

__all__ = ["DecisionForm", "NumberField", "reason_field"]
