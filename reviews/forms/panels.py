"""What an officer fills in about a panel: the steps' forms, settings, decisions, the numbers of a draw."""

from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.fields import PlainText, name_what_is_missing
from organisations.models import Region
from organisations.queries import sectors_in_use
from procedure import clock
from procedure.forms import StepForm
from reviews.models import Contribution, Member, Panel
from reviews.procedure.panel import LEAST

_LONGEST = 4000
_OUT = {
    Member.Out.EXCLUDED: "经两人决定移出（写明事实和证据）",
    Member.Out.CONFLICT: "新发现须回避的事实",
}


def words(label: str, *, required: bool = True, help_text: str = "", rows: int = 4) -> PlainText:
    return PlainText(
        label=label, required=required, max_length=_LONGEST, strip=True, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": f"请写明{label}。"},
    )  # fmt: skip


class ReasonForm(StepForm):
    note = words("理由")


class CloseRoundForm(StepForm):
    """While opinions are missing the round is closed with a reason only."""

    note = words("理由", required=False, help_text="意见全部提交的不必写。")

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if not note and (names := missing_opinions(self.subject)):
            raise ValidationError(f"{'、'.join(names)}还没有提交全部意见；现在结束的，请写明理由。")
        return note


def missing_opinions(panel: Panel) -> list[str]:
    """The members who have not submitted an opinion on every case."""
    members = panel.members.filter(out_at__isnull=True, answer=Member.Answer.ACCEPTED).select_related("expert")
    cases = set(panel.cases.values_list("pk", flat=True))
    submitted = set(
        Member.objects.filter(panel=panel, sheets__submitted_at__isnull=False, sheets__case__in=cases).values_list(
            "pk", "sheets__case"
        )
    )
    return [each.expert.name for each in members if any((each.pk, case) not in submitted for case in cases)]


class ExcludeForm(StepForm):
    """Who goes out, of what kind, and why; the reason stays listed with the member."""

    member: Any = forms.ModelChoiceField(None, label="移出的专家", empty_label="请选择")
    kind = forms.ChoiceField(label="情形", choices=list(_OUT.items()), widget=forms.RadioSelect)
    note = words("理由", help_text="写明事实和依据；会与该专家的姓名一并留在评审组的记录里。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        there = Member.objects.filter(panel=self.subject, out_at__isnull=True).select_related("expert")
        self.fields["member"].queryset = there  # type: ignore[attr-defined]
        self.fields["member"].label_from_instance = lambda each: f"席位 {each.seat}　{each.expert}"  # type: ignore[attr-defined]
        name_what_is_missing(self)
        self.fields["note"].error_messages["required"] = "请写明理由。"


_ROWS = 4
_FAMILY = "family:"


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), **options)


class DatesForm(forms.ModelForm):
    """Days and place; all that may change once somebody was asked."""

    answer_by = _day("请于何日前答复邀请")
    opinions_by = _day("评审意见截止")
    meeting_on = _day("会议日期")
    meeting_place = PlainText(label="会议地点", max_length=200, required=False, strip=True)

    class Meta:
        model = Panel
        fields: tuple[str, ...] = ("answer_by", "opinions_by", "meeting_on", "meeting_place")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days = [(name, cleaned.get(name)) for name in ("answer_by", "opinions_by", "meeting_on")]
        given = [(name, day) for name, day in days if day is not None]
        for name, day in given:
            if name in self.changed_data and day < clock.today():
                self.add_error(name, "这一天已经过去，请另选。")
        for (_, earlier), (name, later) in pairwise(given):
            if later < earlier:
                self.add_error(name, "先答复邀请，再提交意见，然后开会：这一天不能早于前一项。")
        return cleaned


class PanelForm(DatesForm):
    """The settings of a panel: how many, of what fields and regions, how found."""

    title = PlainText(label="评审组名称", max_length=120, strip=True, help_text="专家会看到，不要写申报方案的名称。")
    size = forms.IntegerField(label="人数", min_value=1, max_value=49, initial=LEAST)
    size_reason = words("人数的理由", required=False, rows=2, help_text=f"少于 {LEAST} 人或者为双数的必填。")
    alternates = forms.IntegerField(label="候补人数", min_value=0, max_value=49, initial=3)
    per_unit = forms.IntegerField(label="同一单位最多人数", min_value=1, max_value=49, initial=1)
    method = forms.ChoiceField(
        label="产生方式", choices=Panel.Method.choices, widget=forms.RadioSelect, initial=Panel.Method.DRAW,
        help_text="指定专家的，在指定时写明不抽取的理由。",
    )  # fmt: skip

    class Meta(DatesForm.Meta):
        fields: tuple[str, ...] = (
            "title", "size", "size_reason", "alternates", "per_unit", "method", *DatesForm.Meta.fields,
        )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields, regions = _field_choices(), _region_choices()
        kept = _quotas_of(self.instance.seats)
        for number in range(1, _ROWS + 1):
            count, field, region = kept[number - 1] if number <= len(kept) else (None, "", "")
            self.fields |= {
                f"count_{number}": forms.IntegerField(
                    label=f"第 {number} 项人数", required=False, min_value=1, max_value=49, initial=count
                ),
                f"field_{number}": forms.ChoiceField(
                    label=f"第 {number} 项领域", choices=fields, required=False, initial=field
                ),
                f"region_{number}": forms.ChoiceField(
                    label=f"第 {number} 项地区", choices=regions, required=False, initial=region
                ),
            }
        self.fields["size_reason"].wanted = True  # type: ignore[attr-defined]
        name_what_is_missing(self)

    @property
    def plain_fields(self) -> list[Any]:
        return [self[name] for name in self.Meta.fields]

    @property
    def quotas(self) -> list[list[Any]]:
        return [[self[f"{name}_{number}"] for name in ("count", "field", "region")] for number in range(1, _ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        size = cleaned.get("size") or 0
        if size and (size < LEAST or size % 2 == 0) and not cleaned.get("size_reason"):
            self.add_error("size_reason", f"评审组一般不少于 {LEAST} 人且为单数，现为 {size} 人；请写明理由。")
        seats = [seat for number in range(1, _ROWS + 1) for seat in self._seats(number, cleaned)]
        if size and len(seats) > size:
            self.add_error("size", f"各项要求合计 {len(seats)} 人，多于评审组的 {size} 人。")
        return cleaned | {"seats": seats}

    def _seats(self, number: int, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        count, field, region = (cleaned.get(f"{name}_{number}") for name in ("count", "field", "region"))
        if not (field or region):
            if count:
                self.add_error(f"field_{number}", "请选择领域或者地区；没有要求的席位不必填。")
            return []
        if not count:
            if f"count_{number}" not in self.errors:
                self.add_error(f"count_{number}", "请写明这样的专家要几人。")
            return []
        offered = [self.fields[f"{name}_{number}"].choices for name in ("field", "region")]  # type: ignore[attr-defined]
        labels = {value: label for choices in offered for value, label in _flat(choices)}
        label = "、".join(labels[value] for value in (field, region) if value)
        seat = {
            "label": label,
            "fields": _codes(field or ""),
            "regions": [region] if region else [],
            "choice": field or "",
        }
        return [seat] * count

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.seats = self.cleaned_data.get("seats", [])


def _field_choices() -> list[tuple[str, Any]]:
    """Single fields under their families, each family as a whole first."""
    families: dict[str, list[tuple[str, str]]] = {}
    for sector in sectors_in_use():
        families.setdefault(sector.family or "其他", []).append((sector.code, sector.name))
    whole = [(name, [(f"{_FAMILY}{name}", f"{name}（整个门类）"), *rows]) for name, rows in families.items()]
    return [("", "不限"), *whole]


def _region_choices() -> list[tuple[str, str]]:
    return [("", "不限"), *Region.objects.values_list("code", "name")]


def _flat(choices: Any) -> Any:
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else [(value, label)]


def _codes(choice: str) -> list[str]:
    if not choice:
        return []
    if not choice.startswith(_FAMILY):
        return [choice]
    family = choice.removeprefix(_FAMILY)
    return list(sectors_in_use().filter(family="" if family == "其他" else family).values_list("code", flat=True))


def _quotas_of(seats: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    """The rows of the form from which the seats were made."""
    counted: dict[tuple[str, str], int] = {}
    for seat in seats:
        key = (seat.get("choice", ""), seat["regions"][0] if seat["regions"] else "")
        counted[key] = counted.get(key, 0) + 1
    return [(count, *key) for key, count in counted.items()]


def _matters(label: str) -> Any:
    return forms.ModelMultipleChoiceField(
        None, label=label, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选的已经不在等待组建评审组，请重新选择。"},
    )  # fmt: skip


class NewPanelForm(PanelForm):
    """With what the panel is for: applications, or cases of another kind."""

    applications = _matters("评审事项")
    cases = _matters("其他事项")

    def __init__(self, *args: Any, waiting: Any, waiting_cases: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["applications"].queryset = waiting  # type: ignore[attr-defined]
        self.fields["cases"].queryset = waiting_cases  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors.keys() & {"applications", "cases"} and not self.judged:
            self.add_error("applications", "请选择评审事项。")
        return cleaned

    @property
    def judged(self) -> list[Any]:
        return [*self.cleaned_data.get("applications", ()), *self.cleaned_data.get("cases", ())]

    @property
    def ticked(self) -> set[str]:
        chosen = [each for name in ("applications", "cases") for each in self[name].value() or []]
        return {str(getattr(each, "pk", each)) for each in chosen}


class DecisionForm(forms.Form):
    """Yes or no on one uncertain ground, which comes back as it was shown."""

    expert = forms.UUIDField(widget=forms.HiddenInput)
    matter = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.CharField(widget=forms.HiddenInput, max_length=20)
    fact = forms.CharField(widget=forms.HiddenInput, max_length=2000, strip=False)
    avoids = forms.TypedChoiceField(
        label="是否须回避", choices=[("yes", "须回避"), ("no", "不须回避")], coerce=lambda word: word == "yes",
        widget=forms.RadioSelect, error_messages={"required": "请选择须回避或者不须回避。"},
    )  # fmt: skip
    reason = words("理由", rows=2)


class AppointForm(forms.Form):
    experts: Any = forms.ModelMultipleChoiceField(
        None,
        label="指定的专家",
        error_messages={"required": "请至少选择一位专家。"},
        widget=forms.CheckboxSelectMultiple,
    )
    reason = words("不抽取而指定的理由")

    def __init__(self, *args: Any, experts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["experts"].queryset = experts  # type: ignore[attr-defined]


class SilenceForm(forms.Form):
    reason = words("说明", rows=2, help_text="如何联系过、为何认为没有答复。")


def _number() -> forms.RegexField:
    return forms.RegexField(
        r"^[0-9]{6,32}$", label="数字", strip=True,
        help_text="6 至 32 位半角数字，例如掷骰所得的点数；不要用电话、生日等别人猜得到的。",
        error_messages={"required": "请输入数字。", "invalid": "请输入 6 至 32 位半角数字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class NumberForm(forms.Form):
    number = _number()
    side = forms.ChoiceField(choices=Contribution.Side.choices, widget=forms.HiddenInput)


class RevealForm(forms.Form):
    number = _number()
    random = forms.RegexField(
        r"^[0-9a-f]{32}$", label="随机码", strip=True, help_text="凭条上的 32 位字符（0–9、a–f）。",
        error_messages={"required": "请照凭条输入随机码。", "invalid": "随机码是 32 位的 0–9、a–f，请照凭条输入。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
