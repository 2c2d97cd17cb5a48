"""What an application is for and through whom it goes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications import models
from applications.models import Application
from applications.procedure import BaseKind
from applications.saving import MATTERS
from organisations.models import Membership, Region, Sector, Unit
from organisations.queries import units_of_kinds

from .fields import name_what_is_missing, printable


class MattersForm(forms.ModelForm):
    """What an application is for and through whom it goes; the recommender follows from the organiser."""

    class Meta:
        model = Application
        fields = MATTERS
        help_texts = {
            "inner_name": "只填括号内的名称，如“光伏”；全称为国家技术标准创新基地（光伏）。",
            "region": "创新基地所在地，默认为本单位所在地。",
            "sector": "领域（专业）类型必填。",
        }

    kind = forms.ChoiceField(label="创新基地类型", choices=BaseKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, call: models.Call, seat: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call
        kinds = tuple(dict.fromkeys(kind for each in call.kinds for kind in call.edition.organisers.kinds(each)))
        self._choices("organiser", units_of_kinds(kinds).filter(reports_to__isnull=False).select_related("reports_to"))
        self._choices("region", Region.objects.all())
        self._choices("sector", Sector.objects.all())
        self.fields["kind"].choices = [choice for choice in BaseKind.choices if choice[0] in call.kinds]  # type: ignore[attr-defined]
        self.fields["sector"].required = False
        self.fields["sector"].wanted = True  # type: ignore[attr-defined]
        self.fields["region"].initial = seat.unit.region_id
        name_what_is_missing(self)
        self.fields["organiser"].label_from_instance = lambda unit: f"{unit}（报送{unit.reports_to}）"  # type: ignore[attr-defined]

    def _choices(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields[name].empty_label = "请选择"  # type: ignore[attr-defined]

    def clean_inner_name(self) -> str:
        name = str(self.cleaned_data["inner_name"]).strip()
        for whole in ("国家技术标准创新基地（", "国家技术标准创新基地("):
            if name.startswith(whole) and name.endswith(("）", ")")):
                name = name[len(whole) : -1].strip()
        if not name:
            raise ValidationError("请填写括号内的名称，如“光伏”。")
        printable(name)
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, organiser = cleaned.get("kind"), cleaned.get("organiser")
        if kind == BaseKind.SECTOR and not cleaned.get("sector"):
            self.add_error("sector", "领域（专业）创新基地请选择所属领域。")
        if kind and kind != BaseKind.SECTOR:
            cleaned["sector"] = None
        if kind and organiser and organiser.kind not in self.call.edition.organisers.kinds(kind):
            self.add_error("organiser", f"{organiser}不能组织申报{BaseKind(kind).label}创新基地，请另选。")
        return cleaned

    @property
    def recommender(self) -> Unit:
        unit: Unit = self.cleaned_data["organiser"].reports_to
        return unit
