"""The organiser's form of an application for acceptance (办法19)."""

from typing import Any

from django import forms

from documents import uploads
from documents.fields import PlainText

from .violation import CheckedFiles


class ApplicationForm(forms.Form):
    """Half of it can be saved; all of it is asked for when it is filed."""

    statement = PlainText(
        label="验收申请", strip=True, max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="对照申报方案说明建设任务和考核指标的完成情况，以及认为符合验收条件的理由；再次申请的，逐条说明整改情况。",
    )  # fmt: skip
    evidence = CheckedFiles(
        label="盖章的申请文件和有关材料", required=False,
        help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。",
    )  # fmt: skip

    @classmethod
    def of(cls, acceptance: Any, data: Any = None, files: Any = None) -> "ApplicationForm":
        return cls(data, files, initial={"statement": acceptance.statement})
