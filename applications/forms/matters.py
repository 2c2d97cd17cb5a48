"""What an application is for and through whom it goes."""

from copy import copy
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications import models
from applications.models import Application
from applications.procedure import BaseKind
from applications.procedure.entitled import organiser_entitled, organiser_of_area, recommender_entitled
from applications.queries import organisers_for
from applications.saving import MATTERS
from bases import names
from bases.names import NameRefused
from documents.fields import name_what_is_missing, printable
from organisations.models import Membership, Region, Unit, UnitKind
from organisations.queries import sectors_in_use

# The same rules as at the birth and at the submission, asked here so that they are said at the field.
_OF_ORGANISER = (organiser_entitled, organiser_of_area, recommender_entitled)


class ByKind(forms.models.ModelChoiceIterator):
    """The units of a select in groups by their kind."""

    def __iter__(self) -> Any:
        yield ("", self.field.empty_label)
        units = sorted(self.queryset, key=lambda unit: list(UnitKind).index(UnitKind(unit.kind)))
        for kind, of_kind in groupby(units, key=lambda unit: unit.kind):
            yield UnitKind(kind).label, [self.choice(unit) for unit in of_kind]


class OrganiserField(forms.ModelChoiceField):
    iterator = ByKind

    def label_from_instance(self, unit: Any) -> str:
        exception = "例外，" if unit.admitted else ""
        return f"{unit}（{exception}报送{unit.reports_to}）"


class MattersForm(forms.ModelForm):
    """What an application is for and through whom it goes; the recommender follows from the organiser."""

    class Meta:
        model = Application
        fields = MATTERS
        help_texts = {
            "inner_name": "只填括号内的名称，如“光伏”；全称为国家技术标准创新基地（光伏）。粘贴全称也可以。",
            "english_name": f"只填最后一部分，前面是 {names.ENGLISH_PREFIX}。申报时可以不填，批准时须有；不印。",
            "region": "创新基地所在地，默认为本单位所在地。",
            "sector": "领域（专业）类型必填。",
        }
        labels = {"english_name": "英文名称"}

    kind = forms.ChoiceField(label="创新基地类型", choices=BaseKind.choices, widget=forms.RadioSelect)
    organiser = OrganiserField(label="申报组织单位", queryset=None, empty_label="请选择")

    def __init__(self, *args: Any, call: models.Call, seat: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call
        self.fields["organiser"].queryset = organisers_for(call, self.instance)  # type: ignore[attr-defined]
        self._choices("region", Region.objects.all())
        self._choices("sector", sectors_in_use())
        self.fields["kind"].choices = [choice for choice in BaseKind.choices if choice[0] in call.kinds]  # type: ignore[attr-defined]
        self.fields["sector"].required = False
        self.fields["sector"].wanted = True  # type: ignore[attr-defined]
        self.fields["region"].initial = seat.unit.region_id
        # Room for the whole name pasted; the column's own length is asked of what is kept.
        for name in ("inner_name", "english_name"):
            self.fields[name] = forms.CharField(
                label=self.fields[name].label, help_text=self.fields[name].help_text, required=name == "inner_name"
            )
        name_what_is_missing(self)

    def _choices(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields[name].empty_label = "请选择"  # type: ignore[attr-defined]

    def clean_inner_name(self) -> str:
        return self._named("inner_name", names.inner_name)

    def clean_english_name(self) -> str:
        return self._named("english_name", names.english_part)

    def _named(self, field: str, read: Any) -> str:
        try:
            name = str(read(self.cleaned_data[field]))
        except NameRefused as refused:
            raise ValidationError(str(refused), code="pattern") from None
        printable(name)
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == BaseKind.SECTOR and not cleaned.get("sector"):
            self.add_error("sector", "领域（专业）创新基地请选择所属领域。")
        if kind and kind != BaseKind.SECTOR:
            cleaned["sector"] = None
        if all(cleaned.get(name) for name in ("kind", "organiser", "region")):
            self._check_organiser(cleaned)
        return cleaned

    def _check_organiser(self, cleaned: dict[str, Any]) -> None:
        asked = copy(self.instance)
        asked.kind, asked.region, asked.organiser = cleaned["kind"], cleaned["region"], cleaned["organiser"]
        asked.recommender = asked.organiser.reports_to
        refused = (guard.check(asked, None) for guard in _OF_ORGANISER)  # type: ignore[arg-type]
        if sentence := next(filter(None, refused), None):
            self.add_error("organiser", sentence)

    @property
    def recommender(self) -> Unit:
        unit: Unit = self.cleaned_data["organiser"].reports_to
        return unit
