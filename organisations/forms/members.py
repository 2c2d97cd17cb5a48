"""Colleagues invited, let in, and given their roles."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.fields import PlainText, name_what_is_missing
from organisations.forms.fields import roles_field
from organisations.joining import refuse_empty
from organisations.members import grantable
from organisations.models import Unit


class RolesForm(forms.Form):
    """What a colleague may do in the unit."""

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["roles"] = roles_field(grantable(unit))


class InviteForm(RolesForm):
    name = PlainText(label="姓名", max_length=60, strip=True)
    email = forms.EmailField(
        label="电子邮箱",
        max_length=254,
        help_text="邀请信寄到这里，只有用这个邮箱的账号能接受。",
        error_messages={"invalid": "请填写有效的电子邮箱，如 biaozhun@danwei.cn。"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
        self.fields["roles"].error_messages["required"] = "请至少选择一个岗位。"


class AnswerForm(RolesForm):
    """Let in, and as what; or not, and why."""

    granted = forms.TypedChoiceField(
        label="是否同意",
        choices=[("yes", "同意加入"), ("no", "不同意")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意或不同意。"},
    )
    answer = PlainText(
        label="答复", max_length=200, required=False, strip=True, help_text="申请人会看到；不同意的请写明原因。"
    )

    field_order = ["granted", "roles", "answer"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["roles"].required = False
        self.fields["roles"].wanted = True  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if isinstance(cleaned.get("granted"), bool):
            try:
                refuse_empty(cleaned["granted"], cleaned.get("roles", []), cleaned.get("answer", ""))
            except ValidationError as fault:
                self.add_error(None, fault)
        return cleaned
