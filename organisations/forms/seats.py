"""Forms in which seats are given, taken away and lent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from accounts.models import Person
from organisations.models import Membership, Role, Unit
from procedure import clock

_NAMED = 8


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": "请填写日期，如 2026-03-01。"},
    )


class SeatForm(forms.Form):
    """A seat for one person; the unit is typed, for nobody scrolls through all units there are."""

    unit = forms.CharField(
        label="单位",
        max_length=120,
        help_text="单位全称或代码；不记得全称的，先填一部分，再从提示中选。",
        error_messages={"required": "请填写单位。"},
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="岗位",
        choices=[("", "请选择"), *Role.choices],
        error_messages={"required": "请选择岗位。"},
    )
    starts = _day("起日")
    ends = _day("止日", required=False, help_text="含当日；不填则一直有效。")
    reason = forms.CharField(
        label="依据",
        max_length=500,
        help_text="如来文、申请或任命。",
        error_messages={"required": "请写明依据。"},
    )

    def clean_unit(self) -> Unit:
        typed: str = self.cleaned_data["unit"].strip()
        exact = Unit.objects.filter(Q(name=typed) | Q(code=typed.upper(), code__gt="")).first()
        if exact:
            return exact
        near = list(Unit.objects.filter(name__contains=typed).order_by("name").values_list("name", flat=True)[:_NAMED])
        if near:
            raise ValidationError(f"请填写全称。名称相近的有：{'、'.join(near)}。")
        raise ValidationError("没有这个单位。请核对全称或代码；新的机关先在单位目录中录入。")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean_starts(self) -> Any:
        if self.cleaned_data["starts"] < clock.today():
            raise ValidationError("岗位不能从过去的日子开始。")
        return self.cleaned_data["starts"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("ends") and cleaned.get("starts") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", "止日不能早于起日。")
        return cleaned


class StandInForm(forms.Form):
    seat = forms.ModelChoiceField(
        Membership.objects.none(),
        label="所代的岗位",
        empty_label="请选择",
        error_messages={"required": "请选择由人代办的岗位。", "invalid_choice": "这个岗位现在不能请人代办。"},
    )
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="代办人",
        empty_label="请选择",
        help_text="本单位现有岗位的同事。",
        error_messages={"required": "请选择代办人。", "invalid_choice": "代办人须是本单位现有岗位的同事。"},
    )
    starts = _day("起日")
    ends = _day("止日", help_text="含当日；代办须有止日，到期自动终止。")

    def __init__(self, *args: Any, seats: QuerySet[Membership], people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen, person = self.fields["seat"], self.fields["person"]
        chosen.queryset, person.queryset = seats, people  # type: ignore[attr-defined]
        chosen.label_from_instance = lambda seat: f"{seat.person.name}（{seat.role_label}）"  # type: ignore[attr-defined]
        person.label_from_instance = lambda one: f"{one.name}（{one.email}）"  # type: ignore[attr-defined]
