"""What happens to an application or a base beside its own way: a model and a small procedure for each thing."""

from .acceptance import Acceptance, AcceptanceCopy, AcceptanceFile, SelfCheck
from .adjustment import Adjustment, ExpertAssessment
from .build_report import BuildReport
from .change import Change, ChangeAnswer, ChangeFile, ChangeItem
from .construction_plan import ConstructionPlan, PlanDeviation
from .delegation import Delegation, DelegationBase, Finding, FindingFile
from .dossier import Dossier, DossierFile, DossierSection, LedgerEntry
from .evaluation import EarlyEvaluation, Evaluation, EvaluationCopy, EvaluationFile, EvaluationFinding
from .extension import Extension, ExtensionFile
from .major_problem import MajorProblem, ProblemAnswer, ProblemFile
from .midterm_review import MidtermReview
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
    "ConstructionPlan",
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
    "MajorProblem",
    "MidtermReview",
    "PlanDeviation",
    "ProblemAnswer",
    "ProblemFile",
    "SelfCheck",
    "Violation",
    "ViolationFile",
]
