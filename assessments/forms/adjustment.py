"""调整: what is to become of the base, what experts said, and the document (办法34)."""

from typing import Any

from django import forms

from applications.forms.papers import PaperField
from assessments.changing import matter_words, present_words
from bases.forms import DecisionForm, reason_field
from bases.models import Base
from bases.procedure import BaseKind
from documents.fields import PastDay, PlainText, name_what_is_missing
from organisations.models import Region, Sector

KINDS = {"sector": "所属领域", "region": "所属区域", "kind": "类型", "other": "其他事项"}


def _field_for(about: str) -> dict[str, forms.Field]:
    if about == "sector":
        rows = Sector.objects.filter(retired_at__isnull=True).order_by("code")
        return {"sector": forms.ModelChoiceField(rows, label="新的所属领域")}
    if about == "region":
        return {"region": forms.ModelChoiceField(Region.objects.order_by("code"), label="新的所属区域")}
    if about == "kind":
        return {"kind": forms.ChoiceField(label="新的类型", choices=BaseKind.choices, widget=forms.RadioSelect)}
    return {"now": reason_field("现在", "这一事项现在是怎样的。", rows=3), "what": reason_field("调整为", rows=3)}


class AdjustmentForm(forms.Form):
    """What is adjusted, and why; ``about`` chooses the field."""

    reason = reason_field("布局需要和运行情况", "写明为什么调整；印在调整文件上。")

    def __init__(self, *args: Any, base: Base, about: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.base, self.about = base, about
        self.fields = {**_field_for(about), **self.fields}
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        values = self._values(cleaned)
        if matter_words(values) == present_words(self.base, "matter", values):
            self.add_error(next(iter(_field_for(self.about))), "与现在的相同，没有调整。")
        cleaned["facts"] = {"reason": cleaned["reason"], "values": values}
        return cleaned

    def _values(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        if self.about in ("sector", "region"):
            return {f"{self.about}_id": cleaned[self.about].pk}
        if self.about == "kind":
            return {"base_kind": cleaned["kind"]}
        return {name: cleaned[name] for name in ("now", "what")}


class ExpertAssessmentForm(forms.Form):
    """专家评估 as it was held: names, day, opinion and the signed file."""

    experts = PlainText(
        label="专家姓名和单位", strip=True, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一位，如“张明 某某研究院”。",
    )  # fmt: skip
    on_day = PastDay("评估日期")
    opinion = reason_field("评估意见", rows=5)
    file = PaperField(label="专家签名的评估意见")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class AdjustForm(DecisionForm):
    remarks = reason_field("其他要求", "写入调整文件；可以不写。", required=False, rows=3)
