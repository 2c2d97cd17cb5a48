"""Forms of an organiser about a call."""

from typing import Any

from django import forms

from documents.fields import PlainText, name_what_is_missing

from .calls import unit_named


class OrganisingForm(forms.Form):
    """Direction and own last day; ``base`` is the version that they grew from."""

    direction = PlainText(
        label="建设方向和功能定位", required=False, max_length=4000, strip=True,
        widget=forms.Textarea(attrs={"rows": 5}), help_text="本地区、本行业创新基地的布局考虑，随邀请送各单位。",
    )  # fmt: skip
    last_day = forms.DateField(
        label="本单位内部截止日", required=False, help_text="含当日；只约束首次报送到本单位的方案，不能晚于受理期。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填写日期，如 2026-06-30。"},
    )  # fmt: skip
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class InviteForm(forms.Form):
    """A registered unit by name or code, or a name with an address to write to."""

    who = PlainText(
        label="单位",
        max_length=120,
        strip=True,
        help_text="单位全称或统一社会信用代码。已注册的单位会在系统里收到消息。",
    )
    email = forms.EmailField(
        label="电子邮箱", required=False, help_text="单位还没有注册的，填联系人的邮箱，系统寄去注册的地址。",
        error_messages={"invalid": "请填写有效的电子邮箱，如 biaozhun@danwei.cn。"},
    )  # fmt: skip
    note = PlainText(label="说明", required=False, max_length=400, strip=True, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        who = cleaned.get("who", "")
        unit = unit_named(who) if who else None
        if unit is not None and unit.is_authority:
            self.add_error("who", f"{unit}不是申报单位。")
        if who and unit is None and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", f"“{who}”还没有注册，请核对全称；确实没有注册的，请填电子邮箱。")
        return cleaned | {"unit": unit}
