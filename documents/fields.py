"""Fields of forms whose values are printed: what no face has is refused where it is typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from procedure import clock

from . import fonts


def printable(text: str) -> None:
    """Refuse what no font of the print has: it would come out as an empty box."""
    if fonts.installed() and (refusal := fonts.refusal(text)):
        raise ValidationError(refusal, code="unprintable")


class PlainText(forms.CharField):
    """Text: line ends made alike, nothing else touched, unprintable characters refused."""

    default_validators = [printable]

    def __init__(self, **options: Any) -> None:
        options.setdefault("strip", False)
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: a browser would cut off what is pasted and say nothing."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class MailAddress(forms.EmailField):
    """An address that is printed; a domain too may have signs that no font has."""

    default_validators = [*forms.EmailField.default_validators, printable]
    default_error_messages = {"invalid": "请填写有效的电子邮箱，如 biaozhun@danwei.cn。"}


class DayField(forms.DateField):
    """A day in Beijing that is typed or picked."""

    def __init__(self, label: str, help_text: str = "", **options: Any) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": f"{label}请按 2026-06-15 的样子填写。"},
            **options,
        )


class PastDay(DayField):
    """A day that has come."""

    def clean(self, value: Any) -> Any:
        day, today = super().clean(value), clock.today()
        if day and day > today:
            raise ValidationError(f"{self.label}不能晚于今天（{today:%Y-%m-%d}）。", code="future")
        return day


class ComingDay(DayField):
    """The last day of a time that is given: whoever is asked has at least tomorrow."""

    def clean(self, value: Any) -> Any:
        day, today = super().clean(value), clock.today()
        if day and day <= today:
            raise ValidationError(f"{self.label}须晚于今天（{today:%Y-%m-%d}）。", code="past")
        return day


def name_what_is_missing(form: forms.BaseForm) -> None:
    """请填写意见 instead of Django's word about a field."""
    for field in form.fields.values():
        chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
        field.error_messages["required"] = f"请{'选择' if chosen else '填写'}{field.label}。"
