"""What happens to an application or a base beside its own way: a model and a small procedure for each thing."""

from .acceptance import Acceptance, AcceptanceCopy, AcceptanceFile, SelfCheck
from .achievements import Achievement, AchievementFile, MaterialRequest
from .adjustment import Adjustment, ExpertAssessment
from .annual_assessment import AnnualAssessment, AssessmentFile, AssessmentVersion, Delivery
from .build_report import BuildReport
from .change import Change, ChangeAnswer, ChangeFile, ChangeItem
from .delegation import Delegation, DelegationBase, Finding, FindingFile
from .dossier import Dossier, DossierFile, DossierSection, LedgerEntry
from .evaluation import EarlyEvaluation, Evaluation, EvaluationCopy, EvaluationFile, EvaluationFinding
from .extension import Extension, ExtensionFile
from .inspection import FollowUp, FollowUpWord, Inspection, InspectionFile, InspectionVisit
from .kept import Enclosed, KeptRow
from .renaming import HostRenaming
from .standing import HouseRule, HouseRuleFile, Support, SupportFile
from .violation import Violation, ViolationFile

__all__ = [
    "Acceptance", "AcceptanceCopy", "AcceptanceFile", "Achievement", "AchievementFile", "Adjustment",
    "AnnualAssessment", "AssessmentFile", "AssessmentVersion", "BuildReport", "Change", "ChangeAnswer", "ChangeFile",
    "ChangeItem", "Delegation", "DelegationBase", "Delivery", "Dossier", "DossierFile", "DossierSection",
    "EarlyEvaluation", "Enclosed", "Evaluation", "EvaluationCopy", "EvaluationFile", "EvaluationFinding",
    "ExpertAssessment", "Extension", "ExtensionFile", "Finding", "FindingFile", "FollowUp", "FollowUpWord",
    "HostRenaming", "HouseRule", "HouseRuleFile", "Inspection", "InspectionFile", "InspectionVisit", "KeptRow",
    "LedgerEntry", "MaterialRequest", "SelfCheck", "Support", "SupportFile", "Violation", "ViolationFile",
]  # fmt: skip
