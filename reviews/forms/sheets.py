"""Forms of the sheet, the meeting and the conclusion."""

from typing import Any

from django import forms

from applications.forms import StepForm
from documents.fields import PlainText, name_what_is_missing
from procedure import clock
from procedure.reckoning import chinese_date

LONGEST = 4000


class ReviseByForm(StepForm):
    """By when the applicant revises the plan; points and text come from the conclusion (办法14, 指南三（五）)."""

    due_on = forms.DateField(
        label="修改稿报送期限",
        help_text="该日 24 时前报送；提前 14、7、3、1 天提醒，逾期由国家标准委研究决定，不自动终止。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = PlainText(
        label="给申报单位的说明",
        required=False,
        strip=True,
        max_length=LONGEST,
        help_text="可以不写；评审意见和修改意见会一并送达。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)

    def clean_due_on(self) -> Any:
        day, today = self.cleaned_data["due_on"], clock.today()
        if day <= today:
            raise forms.ValidationError(f"期限须在今天（{chinese_date(today)}）之后。", code="past")
        return day
