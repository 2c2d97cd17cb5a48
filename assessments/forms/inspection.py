"""监督检查: its ground, visits, findings with follow-ups, and what is said of each (办法31)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.models import AnnualAssessment, FollowUp
from bases.models import Base
from documents.fields import ComingDay, PastDay, PlainText, name_what_is_missing
from procedure.forms import StepForm

from .kept import words

ROWS = 8
_OPEN_ROWS = 2


class InspectionForm(forms.Form):
    """启动: the ground is an annual assessment of this base, or another in writing, or both."""

    assessment = forms.ModelChoiceField(
        AnnualAssessment.objects.none(), label="作为依据的年度考核", required=False, empty_label="不以年度考核为依据"
    )
    ground = words("其他依据", "不以年度考核为依据的必须写明，如举报、媒体报道、整改情况复核。", rows=3, required=False)
    content = words("检查内容", "查哪些方面、怎样查；承担单位会看到。")

    def __init__(self, *args: Any, base: Base, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        standing = AnnualAssessment.objects.filter(base=base, state__in=("delivered", "corrected"))
        fields["assessment"].queryset = standing.select_related("base").order_by("-year")
        fields["assessment"].label_from_instance = lambda row: (
            f"{row.year}年度考核：{row.result}{'（组织单位建议检查）' if row.concern else ''}"
        )
        name_what_is_missing(self)


class _StepForm(StepForm):
    """A step's form that names what is missing by its field."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class InspectionVisitForm(_StepForm):
    held_on = PastDay("检查日期")
    place = PlainText(label="地点", strip=True, max_length=200)
    people = words("检查人员", "姓名和单位。", rows=2, longest=1000)
    observed = words("检查所见", "看了什么、问了什么、发现了什么；有材料的在“材料”中上传。", rows=8)

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if self.subject and day < self.subject.opened_on:
            raise ValidationError("检查日期不能早于启动检查的日期。", code="early")
        return day


class InspectionFindingsForm(_StepForm):
    """What was found, and up to eight things to put right, each by its day; an empty line asks for nothing."""

    findings = words("检查情况", "检查发现的情况和总的意见；承担单位、组织单位、行业部门或者地方政府会看到。", rows=8)
    drawn_by = "assessments/_follow_up_fields.html"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, ROWS + 1):
            self.fields[f"item_{number}_text"] = words(f"第 {number} 项整改要求", rows=2, required=False)
            self.fields[f"item_{number}_due"] = ComingDay(f"第 {number} 项落实期限", required=False)
        name_what_is_missing(self)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [self._row(number) for number in range(1, ROWS + 1)]

    def _row(self, number: int) -> dict[str, Any]:
        text, due = self[f"item_{number}_text"], self[f"item_{number}_due"]
        used = any(field.value() or field.errors for field in (text, due))
        return {"number": number, "folded": number > _OPEN_ROWS and not used, "text": text, "due": due}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        items = [item for number in range(1, ROWS + 1) if (item := self._item(number, cleaned))]
        return cleaned | {"items": items}

    def _item(self, number: int, cleaned: dict[str, Any]) -> dict[str, Any] | None:
        text, due = cleaned.get(f"item_{number}_text"), cleaned.get(f"item_{number}_due")
        if not text and not due:
            return None
        if not text:
            self.add_error(f"item_{number}_text", "请写明要落实什么。")
        if not due and not self.has_error(f"item_{number}_due"):
            self.add_error(f"item_{number}_due", "请填写落实期限。")
        return {"text": text, "due_on": due}


class _ItemForm(_StepForm):
    """Something that is said of one follow-up."""

    item = forms.ModelChoiceField(FollowUp.objects.none(), label="整改要求", empty_label="请选择")
    field_order = ["item"]
    answered = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["item"].queryset = self.items()

    def items(self) -> Any:
        if not self.subject:
            return FollowUp.objects.none()
        return self.subject.follow_ups.filter(met_at__isnull=True, answered_at__isnull=not self.answered)


class FollowUpAnswerForm(_ItemForm):
    note = words("落实情况", "写明做了什么、何时完成；有材料的先在“材料”中上传。", rows=6)


class FollowUpMetForm(_ItemForm):
    """What was answered, or what SAC has seen for itself."""

    note = words("说明", rows=2, longest=1000, required=False)

    def items(self) -> Any:
        return self.subject.follow_ups.filter(met_at__isnull=True) if self.subject else FollowUp.objects.none()


class FollowUpReturnForm(_ItemForm):
    answered = True
    note = words("理由和要求", "写明哪里没有达到、还要做什么。", rows=4)
    due_on = ComingDay("新的落实期限")


class InspectionCloseForm(_StepForm):
    note = words("办结意见", "没有整改要求的，写明检查结论；各方都能看到。", rows=4)
