"""What an officer fills in to end a build, or to let acceptance be asked for after its end (办法19至21, 36)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from bases import ending
from documents.fields import ComingDay, name_what_is_missing
from procedure.forms import StepForm
from procedure.reckoning import beijing_day, chinese_date

from .deciding import DecisionForm, reason_field


class TerminateForm(DecisionForm):
    """终止建设: the document with its reason, beside the facts on which it rests."""

    note = reason_field("终止理由", "印在文件上，承担单位、组织单位和行业部门或者地方政府会看到；名录不公布理由。")
    drawn_by = "bases/_terminate_fields.html"

    @property
    def facts(self) -> list[str]:
        return ending.facts(self.subject)


class OverdueForm(TerminateForm):
    """The same where a period has run out: not dated before it had."""

    def clean_dated(self) -> date:
        dated: date = self.cleaned_data["dated"]
        over = ending.last_moment(self.subject)
        if over and dated < beijing_day(over):
            raise ValidationError(f"期限到{chinese_date(ending.day_before(over))}24时为止，成文日期不能早于次日。")
        return dated


class OpenWindowForm(StepForm):
    """同意延后申请验收: why, and until when."""

    until = ComingDay("最迟申请验收日期", "组织单位在这一日 24 时前提出验收申请为按时；届时仍未申请的再次提示终止。")
    note = reason_field("理由", "写明错过期限的原因和建设任务已经完成的情况；有关单位会看到。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
