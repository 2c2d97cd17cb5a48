"""Fields and words that all forms of the room share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents import fonts


def printable(text: str) -> None:
    """Refuse what no font of the print has: it would come out as an empty box."""
    if refusal := fonts.refusal(text):
        raise ValidationError(refusal, code="unprintable")


class PlainText(forms.CharField):
    """Text of the plan: line ends made alike, nothing else touched, unprintable characters refused."""

    default_validators = [printable]

    def __init__(self, **options: Any) -> None:
        options.setdefault("strip", False)
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: a browser would cut off what is pasted and say nothing."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def name_what_is_missing(form: forms.BaseForm) -> None:
    """请填写意见 instead of Django's word about a field."""
    for field in form.fields.values():
        verb = "请选择" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "请填写"
        field.error_messages["required"] = f"{verb}{field.label}。"


class MailAddress(forms.EmailField):
    """An address of the plan; a domain too may have signs that no font has."""

    default_validators = [*forms.EmailField.default_validators, printable]
