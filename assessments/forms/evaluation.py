"""定期评估: beginning one, what was found, the result's document, and the organiser's wish (办法32, 33)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bases.forms import DecisionForm, reason_field
from documents import uploads
from documents.fields import ComingDay, PastDay, PlainText, name_what_is_missing

from .violation import CheckedFiles


class BeginEvaluationForm(forms.Form):
    material_by = ComingDay("请于何日前报送材料", "承担单位在这一日 24 时前报送评估材料；逾期的仍可报送。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class EvaluationFindingForm(forms.Form):
    """What was found, content by content (办法32)."""

    on_day = PastDay("日期")
    people = PlainText(label="人员", strip=True, max_length=300, help_text="审查或者到场核查的人员。")
    management = reason_field("组织管理情况")
    service = reason_field("服务能力与运行实效")
    innovation = reason_field("运行模式与工作机制创新")
    evidence = CheckedFiles(
        label="附件", required=False, help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。"
    )

    def __init__(self, *args: Any, not_before: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.not_before = not_before
        name_what_is_missing(self)

    def clean_on_day(self) -> date:
        day: date = self.cleaned_data["on_day"]
        if day < self.not_before:
            raise ValidationError(f"日期不能早于评估启动的日期（{self.not_before:%Y-%m-%d}）。", code="early")
        return day


class EvaluationResultForm(DecisionForm):
    """The report as a document; the result is what the experts signed, and nobody types it here."""

    remarks = reason_field("其他要求", "写入评估结果文件；可以不写。", required=False, rows=3)


class EarlyEvaluationForm(forms.Form):
    reason = reason_field("整改完成情况和理由", "写明整改已经完成，为什么提前再次评估。", rows=6)
