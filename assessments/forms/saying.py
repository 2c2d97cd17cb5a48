"""Forms of steps that say no more than a sentence."""

from typing import Any

from django import forms

from documents.fields import PlainText, name_what_is_missing
from procedure.forms import StepForm

_LONGEST = 4000


class NoteForm(StepForm):
    """What is wanted is said in writing."""

    note = PlainText(
        label="意见", strip=True, max_length=_LONGEST, help_text="写明要修改或者要求的内容；对方会看到。",
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class RemarkForm(StepForm):
    """A word may go with it."""

    note = PlainText(
        label="说明", strip=True, max_length=_LONGEST, required=False, help_text="没有可以不填；收到的单位会看到。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
