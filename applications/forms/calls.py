"""Forms of SAC about a call: its beginning, its draft, notices and extensions."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.models import BaseKind, Call
from documents import rich
from documents.fields import PlainText, name_what_is_missing
from organisations.models import Unit
from procedure.rulebook import DEFAULT_EDITION, EDITIONS

_LONGEST_TEXT = 100_000
_SWITCHES = ("one_regional_per_region", "one_per_sector", "type_conditions")


def edition_choices() -> list[tuple[str, str]]:
    return [(each.key, each.label) for each in EDITIONS.values()]


def unit_named(typed: str) -> Unit | None:
    """The unit whose full name or code this is, exactly."""
    found = Unit.objects.filter(name=typed.strip()).first()
    code = "".join(sign for sign in typed if sign.isalnum()).upper()
    return found or (Unit.objects.filter(code=code).first() if code else None)


class UnitField(forms.CharField):
    """A unit by its full name or its code; only one that is there exactly."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        unit = unit_named(typed)
        if unit is None:
            raise ValidationError("系统里没有这个单位，请填与登记一致的单位全称，或者统一社会信用代码。")
        return unit


class MomentField(forms.DateTimeField):
    """A moment in Beijing time, to the second."""

    def __init__(self, **options: Any) -> None:
        shape = "%Y-%m-%dT%H:%M:%S"
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format=shape)
        formats = [shape, "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **options)
        self.error_messages["invalid"] = "请填写日期和时间，如 2026-07-31 00:00:00。"


class BeginCallForm(forms.Form):
    """What a new call starts from: the edition gives types, numbers, window and switches."""

    year = forms.IntegerField(label="年度", min_value=2010, max_value=2100)
    edition = forms.ChoiceField(
        label="适用规则", choices=edition_choices, initial=DEFAULT_EDITION, widget=forms.RadioSelect,
        help_text="类型、拟建设数量、受理期、建设期和各项开关随规则给出初值，拟制时都可以修改。",
    )  # fmt: skip


class CallForm(forms.ModelForm):
    """A call's draft; ``base`` is the state of it that the form grew from."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    edition_name = forms.ChoiceField(label="适用规则", choices=edition_choices)
    text = PlainText(
        label="正文", required=False, max_length=_LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 20}),
    )  # fmt: skip
    format = forms.CharField(required=False, widget=forms.HiddenInput, initial="text")
    kinds = forms.MultipleChoiceField(
        label="受理类型", choices=BaseKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    opens_at = MomentField(label="受理开始（北京时间）", help_text="自这一秒起可以推荐到国家标准委。")
    closes_at = MomentField(
        label="受理结束（北京时间）", help_text="到这一秒为止，不含这一秒：填7月31日0时0分0秒，即至7月30日24时。"
    )

    class Meta:
        model = Call
        fields = [
            *("title", "year", "edition_name", "text", "kinds", "opens_at", "closes_at", "build_years"),
            *_SWITCHES,
            *("office", "phone", "address", "postcode", "envelope_words"),
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        planned = self.instance.planned or {}
        for kind, label in BaseKind.choices:
            for place, words in enumerate(("至少", "至多")):
                field = forms.IntegerField(label=f"{label}{words}", required=False, min_value=0, max_value=999)
                field.initial = (planned.get(kind) or [None, None])[place]
                field.wanted = True  # type: ignore[attr-defined]
                self.fields[f"planned_{kind}_{place}"] = field
        self.fields["year"].min_value = 2010  # type: ignore[attr-defined]
        self.fields["text"].wanted = self.fields["kinds"].wanted = True  # type: ignore[attr-defined]
        self._lay_out_text()
        name_what_is_missing(self)

    def _lay_out_text(self) -> None:
        """The editor begins with the HTML; without its script people see and change plain lines."""
        self.html = kept = shown_form(self.instance.text)
        self.initial["text"] = rich.plain(kept)
        if self.is_bound:
            self.html = html_of(self.data.get("format", ""), self.data.get("text", ""), kept)
        self.fields["text"].widget.attrs |= {"data-rich": self.html, "data-extensions": json.dumps(rich.EXTENSIONS)}

    def clean_text(self) -> str:
        return self.html

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        if not 2010 <= year <= 2100:
            raise ValidationError("请填写四位年份，如 2026。")
        return year

    def clean_build_years(self) -> int:
        years = int(self.cleaned_data["build_years"])
        if not 1 <= years <= 10:
            raise ValidationError("建设期请填 1 至 10 年。")
        return years

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", "受理结束须晚于受理开始。")
        for kind, label in BaseKind.choices:
            least, most = (cleaned.get(f"planned_{kind}_{place}") for place in (0, 1))
            if (least is None) != (most is None) or (most is not None and least is not None and least > most):
                self.add_error(f"planned_{kind}_1", f"{label}的拟建设数量请填从少到多的两个数，或者都不填。")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What is to be stored, by the names of the model's fields."""
        stored = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return stored | {"planned": {kind: pair for kind in stored["kinds"] if (pair := self._planned(kind))}}

    def planned_rows(self) -> list[tuple[str, Any, Any]]:
        """Label and the two bound fields of each type."""
        return [(label, self[f"planned_{kind}_0"], self[f"planned_{kind}_1"]) for kind, label in BaseKind.choices]

    def _planned(self, kind: str) -> list[int]:
        found = [self.cleaned_data.get(f"planned_{kind}_{place}") for place in (0, 1)]
        return [number for number in found if number is not None]


class NoticeForm(forms.Form):
    title = PlainText(label="标题", max_length=120, strip=True)
    text = PlainText(
        label="内容", max_length=20_000, strip=True, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="写清改了什么、自何时起；发出后不能修改，需要更正的另发一份。",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class ExtensionForm(forms.Form):
    """A later end of the window, for all unless a unit is named."""

    for_whom = forms.ChoiceField(
        label="适用于", choices=[("all", "全部申报单位"), ("one", "一个申报单位")], initial="all",
        widget=forms.RadioSelect,
    )  # fmt: skip
    unit = UnitField(
        label="申报单位", required=False, help_text="只延长一个单位时填写：单位全称或统一社会信用代码，须与登记一致。"
    )
    closes_at = MomentField(label="延长至（北京时间）", help_text="不含这一秒：填8月8日0时0分0秒，即至8月7日24时。")
    reason = PlainText(label="理由", max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unit, one = cleaned.get("unit"), cleaned.get("for_whom") == "one"
        if one and unit is None and "unit" not in self.errors:
            self.add_error("unit", "请填写要延长的申报单位。")
        if one and unit is not None and unit.is_authority:
            self.add_error("unit", f"{unit}不是申报单位。")
        if not one and unit is not None:
            self.add_error("for_whom", "您填了申报单位，请选“一个申报单位”；为全部单位延长的，请把单位清空。")
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("closes_at", "reason", "unit")}


def html_of(form: str, typed: str, kept: str) -> str:
    """What was typed, from the editor or as plain lines, with what may stand in it and no more."""
    if form == "html":
        return rich.clean(typed)
    # Plain lines that say what was there already have not lost their marks.
    return kept if rich.lines(typed) == rich.lines(rich.plain(kept)) else rich.from_text(typed)


def shown_form(stored: str) -> str:
    """The text as HTML that is safe to show, whatever was stored and when."""
    return rich.clean(stored if stored.lstrip().startswith("<") else rich.from_text(stored))
