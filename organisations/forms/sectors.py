"""Forms of the sector catalogue and of rulings on it."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from organisations.models import Sector
from organisations.queries import sectors_in_use


class SectorForm(forms.ModelForm):
    """An entry of the catalogue; its code stays what it was given."""

    class Meta:
        model = Sector
        fields = ["code", "name", "family"]
        help_texts = {"family": "同一门类的领域，申报时会提示可能相近。"}
        error_messages = {
            "code": {"required": "请填写代码，如 L65。", "unique": "已有这个代码，请另编一个。"},
            "name": {"required": "请填写领域名称。"},
        }

    def __init__(self, *args: Any, families: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.families = families
        self.fields["family"].widget.attrs["list"] = "families"
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = "代码不能修改。"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if sectors_in_use().filter(name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("目录中已有同名的领域。")
        return name


class RulingForm(forms.Form):
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.none(),
        label="领域",
        widget=forms.CheckboxSelectMultiple,
        help_text="选两个或更多。",
        error_messages={"required": "请选择两个或更多的领域。", "invalid_choice": "有的领域已停用，请重新选择。"},
    )
    similar = forms.TypedChoiceField(
        label="认定",
        choices=[("1", "相同或相近：同一推荐单位只能推荐其中一项"), ("0", "不相近：各算各的")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择认定的结论。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由；推荐单位会看到。"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = sectors_in_use().order_by("family", "code")
        self.fields["sectors"].queryset = rows  # type: ignore[attr-defined]
        self.fields["sectors"].choices = [  # type: ignore[attr-defined]
            (family or "未分门类", [(row.pk, row.name) for row in group])
            for family, group in groupby(rows, key=lambda row: row.family)
        ]

    def clean_sectors(self) -> Any:
        chosen = self.cleaned_data["sectors"]
        if len(chosen) < 2:
            raise ValidationError("请选择两个或更多的领域。")
        return chosen


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由。"},
    )
