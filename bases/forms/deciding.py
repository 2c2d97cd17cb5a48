"""What the forms of decisions have in common: the number, the day, and that a reason is a reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bases.numbering import NUMBER_TAKEN, taken
from documents.fields import PastDay, PlainText, name_what_is_missing
from documents.official import NumberError, number_read
from procedure import clock
from procedure.forms import StepForm
from procedure.reckoning import chinese_date


def unused_number(typed: str) -> str:
    """The number as it is printed, if it is one and no other document has it. Raises ValidationError."""
    try:
        number = number_read(typed)
    except NumberError as error:
        raise ValidationError(str(error)) from None
    if taken(number):
        raise ValidationError(NUMBER_TAKEN.format(number))
    return number


class NumberField(PlainText):
    """发文字号, in its form whatever brackets were typed, and given once."""

    def __init__(self, **options: Any) -> None:
        options = {
            "label": "发文字号", "strip": True, "max_length": 60,
            "help_text": "如 国标委综合函〔2018〕6号；括号怎样输入都可以。",
        } | options  # fmt: skip
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return unused_number(typed) if typed else typed


class DatedForm(StepForm):
    """The form of a paper with a day, which is that of its signature: who signs later is told."""

    def warnings(self) -> list[str]:
        dated, today = forms.DateField().to_python(self["dated"].value()), clock.today()
        if dated is None or dated == today:
            return []
        said = f"提请的成文日期是{chinese_date(dated)}，今天是{chinese_date(today)}；成文日期应为签发之日。"
        return [f"{said}同意即以提请的日期成文；要改为今天的，请退回，由提请人改后重新提请。"]


class DecisionForm(DatedForm):
    """The form of a step that ``decide`` answers; the day is not in the future."""

    number = NumberField()
    dated = PastDay("成文日期", "印在文件上，也是列入名录的日期。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
        if not self.is_bound:
            self.initial.setdefault("dated", clock.today())


def reason_field(label: str, help_text: str = "", *, required: bool = True, rows: int = 4) -> PlainText:
    """Words that go on record."""
    return PlainText(
        label=label, strip=True, max_length=4000, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": f"请写明{label}。"},
    )  # fmt: skip
