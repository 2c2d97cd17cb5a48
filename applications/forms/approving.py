"""What the officer fills in to propose an approval; read again when it is signed (办法16)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bases import names
from bases.forms import DatedForm, NumberField
from documents.fields import DayField, PastDay, PlainText
from procedure import clock
from procedure.reckoning import Period, beijing_day

_LONGEST_BUILD = 10


class ApproveForm(DatedForm):
    """批准文件: number, day, build period with the reason where it is longer than the article has in general."""

    number = NumberField()
    dated = PastDay("成文日期", "也是名录中的批准日期。")
    build_starts = DayField("建设期自", "不填则自成文日期起。")
    build_years = forms.IntegerField(
        label="建设期（年）", min_value=1, max_value=_LONGEST_BUILD,
        help_text="到期日为起始日在到期年的对应日，没有对应日的为当月最后一日。",
    )  # fmt: skip
    reason = PlainText(
        label="超过一般年限的理由", required=False, strip=True, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="只在超过时填写；写入名录，并印在批准文件上。",
    )  # fmt: skip
    english_name = PlainText(
        label="英文名称中的×××", strip=True, max_length=120,
        help_text=f"全称为“{names.ENGLISH_PREFIX} ×××”（办法第三十七条），也可以粘贴全称。",
    )  # fmt: skip
    remarks = PlainText(
        label="对建设的要求", required=False, strip=True, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写入批准文件；可以不写。",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["build_starts"].required = False
        for name, sentence in _MISSING.items():
            self.fields[name].error_messages["required"] = sentence
        if not self.is_bound:
            today = clock.today()
            self.initial = {
                "dated": today, "build_starts": today, "build_years": self.subject.call.build_years,
                "english_name": self.subject.english_name,
            }  # fmt: skip

    def clean_dated(self) -> date:
        dated: date = self.cleaned_data["dated"]
        item = self.subject.notice_item
        if item is not None and dated < beijing_day(item.ends_at):
            raise ValidationError("成文日期不能早于公示期满的次日。")
        return dated

    def clean_english_name(self) -> str:
        try:
            name = names.english_part(self.cleaned_data["english_name"])
        except names.NameRefused as refused:
            raise ValidationError(str(refused)) from None
        if not name:
            raise ValidationError(_MISSING["english_name"])
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["build_starts"] = cleaned.get("build_starts") or cleaned.get("dated")
        if years := cleaned.get("build_years"):
            limit = self.subject.call.edition.build_period
            if refused := limit.refusal(Period(years, "y"), cleaned.get("reason", "")):
                self.add_error("reason", refused)
            elif limit.is_kept_by(Period(years, "y")):
                # Where nothing goes beyond the article, no reason is printed.
                cleaned["reason"] = ""
        self._refuse_early_start(cleaned)
        return cleaned

    def _refuse_early_start(self, cleaned: dict[str, Any]) -> None:
        starts, dated = cleaned.get("build_starts"), cleaned.get("dated")
        if starts and dated and starts < dated:
            self.add_error("build_starts", "建设期不能早于成文日期开始。")


_MISSING = {
    "number": "请填写批准文件的发文字号。",
    "dated": "请填写成文日期。",
    "build_years": "请填写建设期的年数。",
    "english_name": "批准建设时须确定英文名称，请填写其中的×××。",
}
