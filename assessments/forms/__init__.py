"""The forms that the steps name; the kernel looks them up here."""

from .violation import FilesForm, FindingForm, OpenForm, ReasonForm, StatementForm

__all__ = ["FilesForm", "FindingForm", "OpenForm", "ReasonForm", "StatementForm"]
