"""Forms of the violation's steps, of opening one, and of its files (办法36)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.forms.attachments import FilesField
from assessments.models import Violation
from documents import uploads
from documents.fields import ComingDay, PlainText, name_what_is_missing
from procedure.forms import StepForm

_LONGEST = 4000
_MOST_FILES = 20


def _text(label: str, help_text: str = "", rows: int = 5) -> PlainText:
    return PlainText(
        label=label, strip=True, max_length=_LONGEST, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class _StepForm(StepForm):
    """A step's form that names what is missing by its field."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class StatementForm(_StepForm):
    statement = _text(
        "陈述申辩", "写明事实、理由和要求；有材料的，请先在“材料”中上传。提交后陈述和材料都不能再改。", rows=10
    )


class ReasonForm(_StepForm):
    note = _text("理由", "写明为什么不再等待陈述申辩，如该单位书面放弃，或者逾期未提交；该单位会看到。")


class FindingForm(_StepForm):
    note = _text("认定意见", "写明事实、证据和依据，以及对陈述申辩的意见；该单位会看到。")


class CheckedFiles(FilesField):
    """Several files, each opened and measured; one refused refuses the round, by its name."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data and not self.required:
            return []
        found = super().clean(data, initial)
        if len(found) > _MOST_FILES:
            raise ValidationError(f"一次最多上传 {_MOST_FILES} 个文件，请分次上传。")
        return [(upload, _checked(upload)) for upload in found]


class FilesForm(forms.Form):
    evidence = CheckedFiles(label="文件", help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。")


class OpenForm(forms.Form):
    """立案: the ground with its facts, until when the unit may answer, and the evidence."""

    ground = forms.ChoiceField(
        label="情形", choices=Violation.Ground.choices, widget=forms.RadioSelect, help_text="办法第三十六条所列情形。"
    )
    facts = _text("事实和依据", "写明发现的事实、来源和依据；该单位会看到，请勿写入举报人的身份。", rows=8)
    statement_by = ComingDay(
        "陈述申辩期限", "该单位在这一日 24 时前提交书面陈述申辩；条文没有规定期限，由经办确定，期满不会自动认定。"
    )
    evidence = CheckedFiles(
        label="证据材料", required=False, help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


def _checked(upload: Any) -> uploads.Checked:
    try:
        return uploads.check(upload)
    except ValidationError as refused:
        raise ValidationError(f"{upload.name}：{' '.join(refused.messages)}") from None
