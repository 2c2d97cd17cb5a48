"""What happens to an application or a base beside its own way: a model and a small procedure for each thing."""

from .acceptance import Acceptance, AcceptanceCopy, AcceptanceFile, SelfCheck
from .achievements import Achievement, AchievementFile, MaterialRequest
from .adjustment import Adjustment, ExpertAssessment
from .annual_assessment import AnnualAssessment, AssessmentFile, AssessmentVersion, Delivery
from .annual_summary import AnnualSummary, SummaryOpinion
from .build_report import BuildReport
from .change import Change, ChangeAnswer, ChangeFile, ChangeItem
from .construction_plan import ConstructionPlan, PlanDeviation
from .delegation import Delegation, DelegationBase, Finding, FindingFile
from .dossier import Dossier, DossierFile, DossierSection, LedgerEntry
from .evaluation import EarlyEvaluation, Evaluation, EvaluationCopy, EvaluationFile, EvaluationFinding
from .extension import Extension, ExtensionFile
from .inspection import FollowUp, FollowUpWord, Inspection, InspectionFile, InspectionVisit
from .kept import Enclosed, KeptRow
from .major_problem import MajorProblem, ProblemAnswer, ProblemFile
from .midterm_review import MidtermReview
from .renaming import HostRenaming
from .standing import HouseRule, HouseRuleFile, Support, SupportFile
from .violation import Violation, ViolationFile

__all__ = [
    "Acceptance",
    "AcceptanceCopy",
    "AcceptanceFile",
    "Achievement",
    "AchievementFile",
    "Adjustment",
    "AnnualAssessment",
    "AnnualSummary",
    "AssessmentFile",
    "AssessmentVersion",
    "BuildReport",
    "Change",
    "ChangeAnswer",
    "ChangeFile",
    "ChangeItem",
    "ConstructionPlan",
    "Delegation",
    "DelegationBase",
    "Delivery",
    "Dossier",
    "DossierFile",
    "DossierSection",
    "EarlyEvaluation",
    "Enclosed",
    "Evaluation",
    "EvaluationCopy",
    "EvaluationFile",
    "EvaluationFinding",
    "ExpertAssessment",
    "Extension",
    "ExtensionFile",
    "Finding",
    "FindingFile",
    "FollowUp",
    "FollowUpWord",
    "HostRenaming",
    "HouseRule",
    "HouseRuleFile",
    "Inspection",
    "InspectionFile",
    "InspectionVisit",
    "KeptRow",
    "LedgerEntry",
    "MajorProblem",
    "MaterialRequest",
    "MidtermReview",
    "PlanDeviation",
    "ProblemAnswer",
    "ProblemFile",
    "SelfCheck",
    "SummaryOpinion",
    "Support",
    "SupportFile",
    "Violation",
    "ViolationFile",
]
