"""The form in which SAC keeps an authority."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from organisations.authorities import ENTERED, may_report_to, recommenders, whom
from organisations.forms.fields import CodeField, region_choices
from organisations.models import Unit, UnitKind
from organisations.queries import sectors_in_use

_PHONE = RegexValidator(r"^[0-9+()（）\-－ 、，,/；;转]+$", "电话只用数字、连字符和“转”，几个号码之间用顿号隔开。")


class AuthorityForm(forms.ModelForm):
    """An authority; its kind stays what it was entered as, for seats and rights hang on it."""

    code = CodeField(required=False)
    odd_reason = forms.CharField(
        label="校验码不符的说明",
        required=False,
        max_length=200,
        help_text="代码的校验码不符、但已核对证书确认无误的，在此写明；否则不填。",
    )
    own_recommender = forms.BooleanField(label="由本协会自己推荐（仅行业协会）", required=False)

    field_order = (
        "name", "kind", "region", "sector", "reports_to", "own_recommender", "code", "odd_reason", "office", "contact",
        "phone", "fax", "postcode", "address", "email",
    )  # fmt: skip

    class Meta:
        model = Unit
        fields = (
            "name", "kind", "region", "sector", "reports_to", "code", "office", "contact", "phone", "fax", "postcode",
            "address", "email",
        )  # fmt: skip
        labels = {"reports_to": "报送的推荐单位", "sector": "所属领域"}
        help_texts = {
            "name": "与印章一致。",
            "reports_to": "只有申报组织单位（标准化主管部门、部门标准化机构、行业协会）有此项。",
        }
        error_messages = {
            "name": {"required": "请填写单位全称。", "unique": "已有同名的单位。"},
            "region": {"required": "请选择所在地。"},
            "email": {"invalid": "请填写有效的电子邮箱，如 biaozhun@danwei.cn。"},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind, region = self.fields["kind"], self.fields["region"]
        kind.choices = [("", "请选择"), *((each.value, each.label) for each in ENTERED)]  # type: ignore[attr-defined]
        kind.error_messages["required"] = "请选择类别。"
        region.choices = region_choices()  # type: ignore[attr-defined]
        self.fields["sector"].queryset = sectors_in_use()  # type: ignore[attr-defined]
        self.fields["reports_to"].queryset = recommenders()  # type: ignore[attr-defined]
        for name in ("sector", "reports_to"):
            self.fields[name].empty_label = "（无）"  # type: ignore[attr-defined]
        for name in ("phone", "fax"):
            self.fields[name].validators.append(_PHONE)
        if self.instance.pk:
            self._for_an_entered_one()

    def _for_an_entered_one(self) -> None:
        kind = self.fields["kind"]
        kind.choices = UnitKind.choices  # type: ignore[attr-defined]
        kind.disabled, kind.help_text = True, "类别不能修改；录错的，请另录一个单位。"
        if self.instance.reports_to_id == self.instance.pk:
            self.initial.update(reports_to=None, own_recommender=True)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        self.odd = code.odd if code else ()
        text: str = code.text if code else ""
        if text and Unit.objects.filter(code=text).exclude(pk=self.instance.pk).exists():
            raise ValidationError("这个代码已由另一个单位登记，请核对。")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if getattr(self, "odd", ()) and cleaned.get("code") != self.initial.get("code") and not cleaned["odd_reason"]:
            self.add_error("code", f"{'；'.join(self.odd)}。确属该单位的，请在下面写明核对了什么。")
        return cleaned

    def _post_clean(self) -> None:
        """Whom it reports to can be judged once kind and region are the unit's."""
        super()._post_clean()  # type: ignore[misc]
        if self.cleaned_data.get("own_recommender"):
            self._recommends_itself()
        elif (chosen := self.instance.reports_to) and self._placed() and not may_report_to(self.instance, chosen):
            self.add_error("reports_to", whom(self.instance))
        if self.instance.pk and self._placed():
            self._refuse_to_leave_behind()

    def _placed(self) -> bool:
        return bool(self.cleaned_data.get("kind") and self.cleaned_data.get("region"))

    def _recommends_itself(self) -> None:
        if self.cleaned_data.get("kind") != UnitKind.ASSOCIATION:
            self.add_error("own_recommender", "只有行业协会可以自己推荐。")
        elif self.cleaned_data.get("reports_to"):
            self.add_error("own_recommender", "自己推荐与报送推荐单位只能选一样。")

    def _refuse_to_leave_behind(self) -> None:
        """Its organisers must still belong to it."""
        below = self.instance.organisers.exclude(pk=self.instance.pk).select_related("region")
        left = [unit.name for unit in below if not may_report_to(unit, self.instance)]
        if left:
            self.add_error("region", f"{'、'.join(left)}报送本单位，换了所在地就不再相属；请先改它们的报送关系。")
