"""What happens to an application or a base beside its own way: a model and a small procedure for each thing."""

from .acceptance import Acceptance, AcceptanceCopy, AcceptanceFile, SelfCheck
from .change import Change, ChangeAnswer, ChangeFile, ChangeItem
from .delegation import Delegation, DelegationBase, Finding, FindingFile
from .extension import Extension, ExtensionFile
from .violation import Violation, ViolationFile

__all__ = [
    "Acceptance",
    "AcceptanceCopy",
    "AcceptanceFile",
    "Change",
    "ChangeAnswer",
    "ChangeFile",
    "ChangeItem",
    "Delegation",
    "DelegationBase",
    "Extension",
    "ExtensionFile",
    "Finding",
    "FindingFile",
    "SelfCheck",
    "Violation",
    "ViolationFile",
]
