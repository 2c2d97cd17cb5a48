"""Organisation and rules as dated documents (办法22), and support given (办法6, 17, 33)."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.models import HouseRule, Support
from documents.fields import DayField, PastDay, PlainText

from .kept import KeptForm, words


class HouseRuleForm(KeptForm):
    """组织架构 or 管理制度, with its files."""

    proof = "文件"

    kind = forms.ChoiceField(label="类别", choices=HouseRule.Kind.choices, widget=forms.RadioSelect)
    title = PlainText(label="名称", strip=True, max_length=200, help_text="如 管理委员会章程、经费管理办法。")
    holds_from = DayField("施行日期")
    replaces = forms.ModelChoiceField(
        HouseRule.objects.none(), label="取代", required=False, empty_label="不取代已有的文件",
        help_text="修订的，选择原来的那一份；原来的保留，注明到哪一日为止。",
    )  # fmt: skip
    text = words("说明", "修订的，写明改了什么。", rows=4, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        if self.row:
            del fields["replaces"]
        else:
            fields["replaces"].queryset = self.base.houserule_rows.filter(withdrawn_at__isnull=True)
            fields["replaces"].initial = self.asked.get("replaces")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self._check_replaced(found.get("replaces"), found.get("holds_from"))
        return found

    def _check_replaced(self, old: HouseRule | None, day: Any) -> None:
        if old is None or day is None:
            return
        if said := HouseRule(base=self.base, replaces=old).refusal():
            self.add_error("replaces", said)
        elif day <= old.holds_from:
            self.add_error("holds_from", "施行日期须晚于被取代的那一份。")


class SupportForm(KeptForm):
    """What was given, by whoever gave it."""

    proof_wanted = False

    kind = forms.ChoiceField(label="方式", choices=Support.Kind.choices, widget=forms.RadioSelect)
    title = PlainText(label="名称", strip=True, max_length=200, help_text="如 专项资金、揭榜挂帅项目、政策文件的名称。")
    given_on = PastDay("日期")
    amount = forms.DecimalField(
        label="金额（万元）", required=False, min_value=Decimal("0.01"), max_value=Decimal("999999999999.99"),
        decimal_places=2, help_text="资金和项目经费填写；没有金额的不填。",
    )  # fmt: skip
    text = words("说明", "支持的内容和依据的文件。", rows=4, required=False)

    @property
    def proof_help(self) -> str:
        return "文件、通知或者拨付凭证。"

    def clean_amount(self) -> Decimal | None:
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is None and self.cleaned_data.get("kind") == Support.Kind.FUNDS:
            raise ValidationError("资金支持请填写金额。", code="required")
        return amount
