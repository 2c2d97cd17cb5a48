"""What happens to an application or a base beside its own way: a model and a small procedure for each thing."""

from .acceptance import Acceptance, AcceptanceCopy, AcceptanceFile, SelfCheck
from .adjustment import Adjustment, ExpertAssessment
from .change import Change, ChangeAnswer, ChangeFile, ChangeItem
from .delegation import Delegation, DelegationBase, Finding, FindingFile
from .extension import Extension, ExtensionFile
from .renaming import HostRenaming
from .violation import Violation, ViolationFile

__all__ = [
    "Acceptance",
    "AcceptanceCopy",
    "AcceptanceFile",
    "Adjustment",
    "Change",
    "ChangeAnswer",
    "ChangeFile",
    "ChangeItem",
    "Delegation",
    "DelegationBase",
    "ExpertAssessment",
    "Extension",
    "ExtensionFile",
    "Finding",
    "FindingFile",
    "HostRenaming",
    "SelfCheck",
    "Violation",
    "ViolationFile",
]
