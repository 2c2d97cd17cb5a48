"""The forms of the evaluation's cycle and of a revocation (办法32, 33, 36)."""

from typing import Any

from django import forms

from bases.periods import CYCLE_LONGEST, CYCLE_SHORTEST
from documents.fields import name_what_is_missing
from procedure.forms import StepForm

from .deciding import DecisionForm, reason_field

_OUT = f"评估周期为 {CYCLE_SHORTEST} 至 {CYCLE_LONGEST} 个月（办法第三十二条）。"


class EvaluationCycleForm(StepForm):
    """Three to five years, in months."""

    months = forms.IntegerField(
        label="评估周期（月）", min_value=CYCLE_SHORTEST, max_value=CYCLE_LONGEST,
        help_text=f"{CYCLE_SHORTEST} 至 {CYCLE_LONGEST}；没有另行确定的为 {CYCLE_LONGEST} 个月。",
        error_messages={"min_value": _OUT, "max_value": _OUT, "invalid": "请填写整月数，如 48。"},
    )  # fmt: skip
    note = reason_field("理由")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
        if not self.is_bound:
            self.initial = {"months": self.subject.evaluation_months}


class RevokeForm(DecisionForm):
    """撤销: the document and the reason that it gives."""

    reason = reason_field("撤销的理由", "印在撤销文件上，送行业部门或者地方政府、申报组织单位和承担单位。")
