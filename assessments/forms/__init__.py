"""The forms that the steps name; the kernel looks them up here."""

from .acceptance import CommentsForm, FitForm, ReasonGivenForm, RectifyForm, UnfitForm
from .adjustment import AdjustForm, AdjustmentForm, ExpertAssessmentForm
from .annual_assessment import AssessmentForm, AssessmentReasonForm, CorrectAssessmentForm
from .annual_summary import BeginSummaryForm, FileSummaryForm, OpinionForm
from .applying import ApplicationForm
from .change import (
    ApproveChangeForm,
    ChangeFilesForm,
    ChangeNoteForm,
    ConditionsForm,
    PublishChangeForm,
    PullChangeForm,
    RequestAgainForm,
    RequestForm,
)
from .construction_plan import AcceptPlanForm, ReturnPlanForm
from .delegation import DelegationForm, EndDelegationForm, FindingPageForm, FindingRecordForm
from .dossier import DossierFilesForm, EntryForm
from .evaluation import BeginEvaluationForm, EarlyEvaluationForm, EvaluationFindingForm, EvaluationResultForm
from .extension import (
    AgreementForm,
    ConsentForm,
    ExtensionDraftForm,
    ExtensionReasonForm,
    GrantExtensionForm,
    RefuseExtensionForm,
    ReturnExtensionForm,
)
from .inspection import (
    FollowUpAnswerForm,
    FollowUpMetForm,
    FollowUpReturnForm,
    InspectionCloseForm,
    InspectionFindingsForm,
    InspectionForm,
    InspectionVisitForm,
)
from .major_problem import ProblemAnswerForm, ProblemForm
from .renaming import HostRenamingForm
from .saying import NoteForm, OutcomeForm, RemarkForm
from .violation import FilesForm, FindingForm, OpenForm, ReasonForm, StatementForm

__all__ = [
    "AcceptPlanForm",
    "AdjustForm",
    "AdjustmentForm",
    "AgreementForm",
    "ApplicationForm",
    "ApproveChangeForm",
    "AssessmentForm",
    "AssessmentReasonForm",
    "BeginEvaluationForm",
    "BeginSummaryForm",
    "ChangeFilesForm",
    "ChangeNoteForm",
    "CommentsForm",
    "ConditionsForm",
    "ConsentForm",
    "CorrectAssessmentForm",
    "DelegationForm",
    "DossierFilesForm",
    "EarlyEvaluationForm",
    "EndDelegationForm",
    "EntryForm",
    "EvaluationFindingForm",
    "EvaluationResultForm",
    "ExpertAssessmentForm",
    "ExtensionDraftForm",
    "ExtensionReasonForm",
    "FileSummaryForm",
    "FilesForm",
    "FindingForm",
    "FindingPageForm",
    "FindingRecordForm",
    "FitForm",
    "FollowUpAnswerForm",
    "FollowUpMetForm",
    "FollowUpReturnForm",
    "GrantExtensionForm",
    "HostRenamingForm",
    "InspectionCloseForm",
    "InspectionFindingsForm",
    "InspectionForm",
    "InspectionVisitForm",
    "NoteForm",
    "OpenForm",
    "OpinionForm",
    "OutcomeForm",
    "ProblemAnswerForm",
    "ProblemForm",
    "PublishChangeForm",
    "PullChangeForm",
    "ReasonForm",
    "ReasonGivenForm",
    "RectifyForm",
    "RefuseExtensionForm",
    "RemarkForm",
    "RequestAgainForm",
    "RequestForm",
    "ReturnExtensionForm",
    "ReturnPlanForm",
    "StatementForm",
    "UnfitForm",
]
