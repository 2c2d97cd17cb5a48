"""Forms of the room; those of the steps are found here by the kernel."""

from .approving import ApproveForm
from .attachments import AttachmentForm, AttachmentsForm
from .conditions import ConditionForm, answer_words
from .editor import editor_media
from .fields import MailAddress, PlainText, printable
from .handing_over import HandOverForm
from .matters import MattersForm
from .papers import AcceptScanForm, ChooseLetterForm, LetterForm, ReceiptForm, ScanForm
from .placing import RegionForm
from .plan import BasicForm, IndicatorForm, MilestoneForm, RowForm, Savable, TaskForm, TextSectionForm, plain_of
from .ranking import RankingForm
from .reading import CodeForm, CommentForm
from .steps import DeclineForm, EndorseForm, RecommendForm, ReturnForm, StepForm, SubmitForm, WithdrawForm

__all__ = [
    "AcceptScanForm",
    "AttachmentForm",
    "AttachmentsForm",
    "BasicForm",
    "ChooseLetterForm",
    "CodeForm",
    "CommentForm",
    "ConditionForm",
    "DeclineForm",
    "EndorseForm",
    "HandOverForm",
    "IndicatorForm",
    "ApproveForm",
    "LetterForm",
    "MailAddress",
    "MattersForm",
    "MilestoneForm",
    "PlainText",
    "RankingForm",
    "ReceiptForm",
    "RecommendForm",
    "RegionForm",
    "ReturnForm",
    "RowForm",
    "Savable",
    "ScanForm",
    "StepForm",
    "SubmitForm",
    "TaskForm",
    "TextSectionForm",
    "WithdrawForm",
    "answer_words",
    "editor_media",
    "plain_of",
    "printable",
]
