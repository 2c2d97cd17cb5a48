"""Forms of the steps of self-check and acceptance (办法19, 21)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.procedure.acceptance import AcceptanceState
from documents.fields import PlainText, name_what_is_missing
from procedure.forms import StepForm

_LONGEST = 4000


def _words(label: str, help_text: str = "", *, required: bool = True) -> PlainText:
    return PlainText(
        label=label, required=required, strip=True, max_length=_LONGEST, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class _Noted(StepForm):
    """A step with words of the person who takes it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class CommentsForm(_Noted):
    note = _words("退回意见", "写明哪里需要补充或者修改；对方会看到。")


class ReasonGivenForm(_Noted):
    note = _words("理由", "有关单位会看到。")


class FitForm(_Noted):
    note = _words("认定意见", "对照申报方案说明任务和指标完成的总体情况；随验收申请报送国家标准委。")


class UnfitForm(_Noted):
    note = _words("不符合的理由", "写明哪些任务或者指标没有完成；承担单位会看到。")


class RectifyForm(_Noted):
    note = _words("理由", "第一次整改的可以不写；已经整改过一次、意见仍为“整改”的，必须写明理由。", required=False)

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        earlier = self.subject.base.acceptance_rows.filter(state=AcceptanceState.RECTIFY)
        if not note and earlier.exists():
            raise ValidationError("已经整改过一次；再次整改的，请写明理由。")
        return note
