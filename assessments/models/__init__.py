"""What happens to an application or a base beside its own way: a model and a small procedure for each thing."""

from .acceptance import Acceptance, AcceptanceCopy, AcceptanceFile, SelfCheck
from .adjustment import Adjustment, ExpertAssessment
from .build_report import BuildReport
from .change import Change, ChangeAnswer, ChangeFile, ChangeItem
from .delegation import Delegation, DelegationBase, Finding, FindingFile
from .dossier import Dossier, DossierFile, DossierSection, LedgerEntry
from .evaluation import EarlyEvaluation, Evaluation, EvaluationCopy, EvaluationFile, EvaluationFinding
from .extension import Extension, ExtensionFile
from .renaming import HostRenaming
from .violation import Violation, ViolationFile

__all__ = [
    "Acceptance",
    "AcceptanceCopy",
    "AcceptanceFile",
    "Adjustment",
    "BuildReport",
    "Change",
    "ChangeAnswer",
    "ChangeFile",
    "ChangeItem",
    "Delegation",
    "DelegationBase",
    "Dossier",
    "DossierFile",
    "DossierSection",
    "EarlyEvaluation",
    "Evaluation",
    "EvaluationCopy",
    "EvaluationFile",
    "EvaluationFinding",
    "ExpertAssessment",
    "Extension",
    "ExtensionFile",
    "Finding",
    "FindingFile",
    "HostRenaming",
    "LedgerEntry",
    "SelfCheck",
    "Violation",
    "ViolationFile",
]
