"""Forms of the room; those of the steps are found here by the kernel."""

from .fields import MailAddress, PlainText, printable
from .matters import MattersForm
from .plan import AttachmentForm, BasicForm, IndicatorForm, MilestoneForm, RowForm, TaskForm, TextSectionForm
from .reading import CodeForm, CommentForm
from .steps import DeclineForm, EndorseForm, RecommendForm, ReturnForm, StepForm, SubmitForm, WithdrawForm

__all__ = [
    "AttachmentForm",
    "BasicForm",
    "CodeForm",
    "CommentForm",
    "DeclineForm",
    "EndorseForm",
    "IndicatorForm",
    "MailAddress",
    "MattersForm",
    "MilestoneForm",
    "PlainText",
    "RecommendForm",
    "ReturnForm",
    "RowForm",
    "StepForm",
    "SubmitForm",
    "TaskForm",
    "TextSectionForm",
    "WithdrawForm",
    "printable",
]
