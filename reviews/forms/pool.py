"""What an officer enters of an expert, a leave, a relation; and the workbook with many of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.fields import PlainText, name_what_is_missing
from organisations.forms.fields import CodeField, region_choices
from organisations.queries import sectors_in_use
from procedure import clock
from reviews.models import Expert, ExpertLeave, ExpertRelation


def _plain(label: str, longest: int, **options: Any) -> PlainText:
    return PlainText(label=label, max_length=longest, strip=True, **options)


class ExpertForm(forms.ModelForm):
    """One entry of the pool; a code whose check sign does not fit is said and may be confirmed."""

    name = _plain("姓名", 60)
    unit_name = _plain("单位全称", 120, help_text="与公章一致的全称。")
    unit_code = CodeField(label="单位的统一社会信用代码")
    odd_code = forms.BooleanField(
        label="代码的校验码不符，已核对证照，确为登记代码", required=False, help_text="校验码相符的不必选。"
    )
    title = _plain("职称/职务", 60)
    phone = forms.RegexField(
        r"^1[0-9]{10}$", label="手机", required=False, error_messages={"invalid": "请填写 11 位手机号码。"}
    )
    note = _plain("备注", 200, required=False)

    field_order = (
        "name", "unit_name", "unit_code", "odd_code", "title", "fields", "region", "phone", "email", "note",
    )  # fmt: skip

    class Meta:
        model = Expert
        fields = ("name", "unit_name", "unit_code", "title", "region", "phone", "email", "note")
        help_texts = {"email": "评审邀请寄到这里；有同一邮箱的专家账号的，自动关联。"}
        error_messages = {
            "email": {"invalid": "请填写有效的电子邮箱，如 zhuanjia@danwei.cn。", "unique": "专家库中已有这个邮箱。"},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["fields"] = forms.ModelMultipleChoiceField(
            sectors_in_use(), label="专业领域", widget=forms.CheckboxSelectMultiple,
            initial=None if self.instance._state.adding else list(self.instance.fields.all()),
        )  # fmt: skip
        self.fields["region"].choices = region_choices()  # type: ignore[attr-defined]
        self.order_fields(self.field_order)
        name_what_is_missing(self)
        self.fields["fields"].error_messages["required"] = "请至少选择一个专业领域。"

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if Expert.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("专家库中已有这个邮箱。", code="unique")
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code = cleaned.get("unit_code")
        if code is not None:
            if code.odd and not cleaned.get("odd_code"):
                self.add_error("unit_code", f"{'；'.join(code.odd)}。确为登记代码的，请在下面确认。")
            cleaned["unit_code"] = code.text
        return cleaned


class LeaveForm(forms.ModelForm):
    reason = _plain("原因", 200, required=False)

    class Meta:
        model = ExpertLeave
        fields = ("starts", "ends", "reason")
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("starts", "ends")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "止日不能早于起日。")
        elif ends and ends < clock.today():
            self.add_error("ends", "这段日子已经过去，不必登记。")
        return cleaned


class RelationForm(forms.ModelForm):
    """A unit that the expert is to avoid, and why; without an end it goes on."""

    unit_name = _plain("单位全称", 120)
    unit_code = CodeField(label="统一社会信用代码", required=False)
    note = _plain("说明", 200, required=False)

    class Meta:
        model = ExpertRelation
        fields = ("kind", "unit_name", "unit_code", "since", "until", "note")
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("since", "until")}
        help_texts = {"until": "曾任职、兼职的请写止日，写明的满五年后不再作为回避的理由。"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code = cleaned.get("unit_code")
        cleaned["unit_code"] = code.text if code else ""
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "止日不能早于起日。")
        return cleaned


class RetireForm(forms.Form):
    reason = _plain("出库原因", 200, error_messages={"required": "请写明出库原因。"})


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label="Excel 工作簿",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=".xlsx，不超过 5 MB、5000 行。先看逐行报告，确认之后才导入。",
        error_messages={"required": "请选择工作簿。", "empty": "文件是空的（0 字节），请检查后重新选择。"},
    )
