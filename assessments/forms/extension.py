"""Forms of an extension: the draft, the agreement, SAC's answers (办法20)."""

from typing import Any

from django import forms

from assessments.extending import WRITTEN
from bases import periods
from bases.forms import DecisionForm, reason_field
from documents import uploads
from documents.fields import ComingDay, name_what_is_missing
from procedure.forms import StepForm
from procedure.reckoning import Period

from .violation import CheckedFiles

_MOST_MONTHS = 36
_FILES = f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。"


class ExtensionDraftForm(forms.Form):
    """What the organiser writes; half of it can be saved, all of it is asked for when it is filed."""

    asked_months = forms.IntegerField(
        label="申请延期的月数", required=False, min_value=1, max_value=_MOST_MONTHS,
        help_text="一般不超过12个月；申请更长的，在原因中说明，由国家标准委决定是否例外。",
    )  # fmt: skip
    reason = reason_field(WRITTEN["reason"], "写明原因和影响。", required=False)
    progress = reason_field(WRITTEN["progress"], "对照申报方案的重点任务和考核指标。", required=False)
    measures = reason_field(WRITTEN["measures"], "延期期间怎样完成、各节点在什么时候。", required=False)
    evidence = CheckedFiles(label="盖章的申请文件和有关材料", required=False, help_text=_FILES)

    @classmethod
    def of(cls, extension: Any, data: Any = None, files: Any = None) -> "ExtensionDraftForm":
        return cls(data, files, initial={name: getattr(extension, name) for name in WRITTEN})


class AgreementForm(forms.Form):
    evidence = CheckedFiles(label="审核同意的文件", help_text=_FILES)


class ConsentForm(StepForm):
    note = reason_field("审核意见", "可以不写；有正式文件的，请先在“材料”中上传。", required=False)


class ExtensionReasonForm(StepForm):
    note = reason_field("理由", "有关单位会看到。")


class ReturnExtensionForm(StepForm):
    note = reason_field("补正要求", "写清要补什么、为什么；组织单位和审核单位会看到。")
    due_on = ComingDay("补正期限", "当天 24 时前；期满仍未补正的，由国家标准委研究决定。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class GrantExtensionForm(DecisionForm):
    """同意延期: how long, with a reason where it is longer than the article has in general."""

    months = forms.IntegerField(
        label="同意延期（月）", min_value=1, max_value=_MOST_MONTHS,
        help_text="自原届满日起算；新的届满日为到期月的对应日，没有对应日的为当月最后一日。",
    )  # fmt: skip
    exception = reason_field("超过1年的理由", "只在超过12个月时填写；印在文件上。", required=False, rows=3)
    note = reason_field("对延期期间的要求", "写入文件；可以不写。", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound:
            self.initial.setdefault("months", self.subject.asked_months)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if months := cleaned.get("months"):
            asked = Period(months, "m")
            if refused := periods.EXTENSION.refusal(asked, cleaned.get("exception", "")):
                self.add_error("exception", refused)
            elif periods.EXTENSION.is_kept_by(asked):
                # Where nothing goes beyond the article, no reason is printed.
                cleaned["exception"] = ""
        return cleaned


class RefuseExtensionForm(DecisionForm):
    note = reason_field("不同意的理由", "印在文件上。")
