"""Forms of the build's steps: the receipt, and another date for a year's report (办法17; 指南三（六）)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bases.queries import owed_reports
from documents.fields import DayField, PastDay, name_what_is_missing
from procedure import clock
from procedure.forms import StepForm
from procedure.reckoning import chinese_date

from .deciding import reason_field


class ReceiptForm(StepForm):
    received_on = PastDay("收到批准文件的日期", "以收文登记为准；建设方案的报送期限从这一天起算。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        approved = self.subject.approved_on if self.subject else None
        if approved and day < approved:
            raise ValidationError(f"收文日期不能早于批准日期{chinese_date(approved)}。")
        return day


class CorrectReceiptForm(ReceiptForm):
    note = reason_field("更正理由", "写明原登记为什么有误；组织单位和承担单位会看到。")


class ReportDateForm(StepForm):
    year = forms.TypedChoiceField(
        label="年度", coerce=int, error_messages={"invalid_choice": "该年度没有等待报送的截止日。"}
    )
    day = DayField("截止日", "另定的截止日，该日 24 时前报送为按期。")
    note = reason_field("理由", "写明为什么另定截止日；组织单位和承担单位会看到。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = owed_reports(self.subject) if self.subject else []
        self.fields["year"].choices = [(year, f"{year}年度") for year in years]  # type: ignore[attr-defined]
        name_what_is_missing(self)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < clock.today():
            raise ValidationError("截止日不能早于今天。")
        return day
