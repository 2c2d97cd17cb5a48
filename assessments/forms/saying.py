"""Forms of steps that say no more than a sentence."""

from typing import Any

from documents.fields import name_what_is_missing
from procedure.forms import StepForm

from .kept import words


class NoteForm(StepForm):
    """What is wanted is said in writing."""

    note = words("意见", "写明要修改或者要求的内容；对方会看到。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class OutcomeForm(NoteForm):
    """How a matter came out."""

    note = words("处理结果", "写明怎样解决、还有什么要求；承担单位、组织单位和行业部门、地方政府会看到。")


class RemarkForm(StepForm):
    """A word may go with it."""

    note = words("说明", "没有可以不填；收到的单位会看到。", rows=3, required=False)
