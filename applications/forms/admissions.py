"""The form of an exception."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.models import Admission, Application, BaseKind, Call
from documents.fields import PlainText, name_what_is_missing
from organisations.models import REGISTERING, Unit


class AdmissionForm(forms.Form):
    """A unit of the directory of authorities, as what, for which type, and whether for one case alone."""

    unit = forms.ModelChoiceField(
        Unit.objects.exclude(kind__in=REGISTERING).exclude(kind="sac").order_by("kind", "name"), label="单位",
        empty_label="请选择", help_text="单位目录中的单位；没有的请先在单位目录中录入。",
    )  # fmt: skip
    part = forms.ChoiceField(label="作为", choices=Admission.Part.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="创新基地类型", widget=forms.RadioSelect)
    number = forms.CharField(
        label="只对一件申报", required=False, max_length=20,
        help_text="填申报号，如 2026-000123；不填即对本指南下的全部申报。",
    )  # fmt: skip
    reason = PlainText(label="理由", max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, call: Call, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call
        self.fields["kind"].choices = [choice for choice in BaseKind.choices if choice[0] in call.kinds]  # type: ignore[attr-defined]
        name_what_is_missing(self)

    def clean_number(self) -> Application | None:
        typed = self.cleaned_data["number"].strip()
        if not typed:
            return None
        serial = typed.rpartition("-")[2]
        known = serial.isdecimal() and serial.isascii() and len(serial) <= 18
        found = Application.objects.filter(call=self.call, serial=int(serial)).first() if known else None
        if found is None or typed not in (found.number, serial):
            raise ValidationError("本指南下没有这个申报号，请核对。")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        application = cleaned.get("number")
        if application is not None and cleaned.get("kind") not in (None, application.kind):
            self.add_error("kind", f"{application.number}申报的是{application.get_kind_display()}类型。")
        return cleaned

    def facts(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("unit", "part", "kind", "reason")}
        return kept | {"application": self.cleaned_data["number"]}
