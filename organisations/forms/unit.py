"""A unit's own data as its administrator keeps it, and an officer's confirmation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.fields import PlainText, name_what_is_missing
from organisations.forms.fields import CodeField, EvidenceField, region_choices
from organisations.forms.registration import letterhead
from organisations.models import Unit
from organisations.registering import LETTERHEAD, NAME_TAKEN, namesake

# An authority's leader is nobody's business here, and where it lies decides whom it may recommend.
_NOT_OF_AUTHORITIES = ("leader", "leader_title", "region")


class LetterheadForm(forms.ModelForm):
    """Everything but name and code."""

    class Meta:
        model = Unit
        fields = LETTERHEAD

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        unwanted = _NOT_OF_AUTHORITIES if self.instance.is_authority else ("office",)
        for name in unwanted:
            del self.fields[name]
        if "region" in self.fields:
            self.fields["region"].choices = region_choices()  # type: ignore[attr-defined]
        letterhead(self)
        name_what_is_missing(self)


class IdentityForm(forms.Form):
    """Name and code: a change of either has to be confirmed anew."""

    name = PlainText(label="单位全称", max_length=120, strip=True, help_text="与公章一致，不用简称。")
    code = CodeField()

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"name": unit.name, "code": unit.code}
        self.unit = unit
        name_what_is_missing(self)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if namesake(name, besides=self.unit):
            raise ValidationError(NAME_TAKEN, code="name_taken")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code = cleaned.get("code")
        if code and code.odd and code.text != self.unit.code and not self.unit.evidence.exists():
            self.add_error("code", f"{'；'.join(code.odd)}。请核对；确实如此的，请先在本单位页补充证明材料。")
        return cleaned


class EvidenceForm(forms.Form):
    title = PlainText(label="材料名称", max_length=120, required=False, strip=True, help_text="不填则用文件名。")
    evidence = EvidenceField(label="文件", error_messages={"required": "请选择要上传的文件。"})

    @property
    def upload(self) -> tuple[Any, Any]:
        field: Any = self.fields["evidence"]
        return self.cleaned_data["evidence"], field.checked


class ConfirmForm(forms.Form):
    """An officer's word on name and code; the tick is asked for only where the check digit does not fit."""

    reason = PlainText(
        label="说明",
        max_length=2000,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="核对了什么材料。校验码不符的必须写明。",
    )
    odd_code = forms.BooleanField(label="校验码不符，经核对证明材料，确属该单位的代码", required=False)

    def __init__(self, *args: Any, odd: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not odd:
            del self.fields["odd_code"]
        else:
            self.fields["reason"].wanted = True  # type: ignore[attr-defined]
