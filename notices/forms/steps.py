"""Forms of an objection's steps: what they write is kept in records, so nobody is named in it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.fields import PlainText
from notices.identity import given_away
from procedure.forms import StepForm


class _Unnamed(StepForm):
    """No field of it may give the objector away."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("answer", "note"):
            if cleaned.get(name) and (refusal := given_away(self.subject, cleaned[name])):
                self.add_error(name, ValidationError(refusal, code="identity"))
        return cleaned


def _text(label: str, *, required: bool, help_text: str) -> PlainText:
    return PlainText(
        label=label, required=required, max_length=4000, strip=True, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=help_text, error_messages={"required": f"请写明{label}。"},
    )  # fmt: skip


class AdmitForm(_Unnamed):
    note = _text("受理说明", required=False, help_text="记入办理记录；不要写异议人的姓名和联系方式。")


class AnswerForm(_Unnamed):
    answer = _text(
        "给异议人的答复", required=True, help_text="异议人凭回执编号可以看到。写明理由，不要写姓名和联系方式。"
    )
    note = _text("内部说明", required=False, help_text="记入办理记录，只有国家标准委能看到。")
