"""Forms of the room; those of the steps are found here by the kernel."""

from documents.fields import MailAddress, PlainText, printable

from .approving import ApproveForm
from .attachments import AttachmentForm, AttachmentsForm
from .conditions import ConditionForm, answer_words
from .desk import (
    CheckResultForm,
    HandOverCaseForm,
    HandOverSeveralForm,
    RejectForm,
    RemarkForm,
    ResumeForm,
    StartCheckForm,
    SupplementAnswerForm,
    SupplementForm,
)
from .editor import editor_media
from .handing_over import HandOverForm
from .matters import MattersForm
from .papers import AcceptScanForm, ChooseLetterForm, LetterForm, ReceiptForm, ScanForm
from .placing import RegionForm
from .plan import BasicForm, IndicatorForm, MilestoneForm, RowForm, Savable, TaskForm, TextSectionForm, plain_of
from .publishing import PublicationForm, PullForm, WithdrawalForm
from .ranking import RankingForm
from .reading import CodeForm, CommentForm
from .revising import EndExceptionForm, PlaceExceptionForm, PointCheckForm, PointReplyForm, ReturnRevisionForm
from .steps import DeclineForm, EndorseForm, RecommendForm, ReturnForm, StepForm, SubmitForm, WithdrawForm

__all__ = [
    "AcceptScanForm",
    "ApproveForm",
    "AttachmentForm",
    "AttachmentsForm",
    "BasicForm",
    "CheckResultForm",
    "ChooseLetterForm",
    "CodeForm",
    "CommentForm",
    "ConditionForm",
    "DeclineForm",
    "EndExceptionForm",
    "EndorseForm",
    "HandOverCaseForm",
    "HandOverForm",
    "HandOverSeveralForm",
    "IndicatorForm",
    "LetterForm",
    "MailAddress",
    "MattersForm",
    "MilestoneForm",
    "PlaceExceptionForm",
    "PlainText",
    "PointCheckForm",
    "PointReplyForm",
    "PublicationForm",
    "PullForm",
    "RankingForm",
    "ReceiptForm",
    "RecommendForm",
    "RegionForm",
    "RejectForm",
    "RemarkForm",
    "ResumeForm",
    "ReturnForm",
    "ReturnRevisionForm",
    "RowForm",
    "Savable",
    "ScanForm",
    "StartCheckForm",
    "StepForm",
    "SubmitForm",
    "SupplementAnswerForm",
    "SupplementForm",
    "TaskForm",
    "TextSectionForm",
    "WithdrawForm",
    "WithdrawalForm",
    "answer_words",
    "editor_media",
    "plain_of",
    "printable",
]
