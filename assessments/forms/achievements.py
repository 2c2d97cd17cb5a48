"""Achievements and stories by their kind, and what is asked of a base by a date (办法8（五）, 23 to 28)."""

from decimal import Decimal
from typing import Any

from django import forms

from assessments.achievement_kinds import BY_KEY, AchievementKind
from assessments.models import MaterialRequest
from bases.models import BaseIndicator
from documents.fields import ComingDay, PastDay, PlainText, name_what_is_missing

from .kept import KeptForm, words

_MOST = Decimal("999999999999.99")


def _number(label: str, help_text: str, *, least: Decimal = Decimal(0)) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=False, min_value=least, max_value=_MOST, decimal_places=2
    )


class AchievementForm(KeptForm):
    """The fields of one kind: what it has no use for is not asked."""

    title = PlainText(label="名称", strip=True, max_length=200)
    happened_on = PastDay("日期", "取得或者发生的日期；按这一日计入当年的成果。")
    status = forms.ChoiceField(label="目前状态", help_text="以后有进展时在这里更正，过程都会保留。")
    number = PlainText(label="编号", strip=True, max_length=100, required=False, help_text="还没有的可以不填。")
    amount = _number("数量", "")
    text = words("说明", "", rows=6, required=False)
    indicator = forms.ModelChoiceField(
        BaseIndicator.objects.none(), label="计入的考核指标", required=False, empty_label="不计入",
        help_text="这项成果算作申报方案中哪一项考核指标的完成情况。",
    )  # fmt: skip
    counted = _number("计入数量", "不填按 1 计。", least=Decimal("0.01"))
    request = forms.ModelChoiceField(
        MaterialRequest.objects.none(), label="答复的报送要求", required=False, empty_label="不是答复要求"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        row, asked = options["row"], options["asked"]
        self.as_kind: AchievementKind = row.as_kind if row else BY_KEY[asked["kind"]]
        self.proof_wanted = not self.as_kind.is_story
        super().__init__(*args, **options)
        self._fit()
        name_what_is_missing(self)

    @property
    def proof_help(self) -> str:
        return f"{self.as_kind.evidence}。"

    def _fit(self) -> None:
        self._fit_numbers()
        fields: Any = self.fields
        fields["status"].choices = [("", "请选择"), *((status, status) for status in self.as_kind.statuses)]
        fields["indicator"].queryset = self.base.indicators.all()
        fields["request"].queryset = self.base.material_requests.filter(closed_at__isnull=True)
        fields["text"].required = self.as_kind.is_story
        if self.as_kind.is_story:
            fields["text"].widget.attrs["rows"] = 14
            fields["text"].help_text = "背景、做法、成效，写给没有到过现场的人看。"
        for name in self._useless():
            del fields[name]

    def _fit_numbers(self) -> None:
        number, amount = self.fields["number"], self.fields["amount"]
        number.label = self.as_kind.number or number.label
        amount.label = f"数量（{self.as_kind.unit}）"

    def _useless(self) -> list[str]:
        """What this kind, this base or a correction has no use for."""
        wanted = {
            "status": bool(self.as_kind.statuses),
            "number": bool(self.as_kind.number),
            "amount": bool(self.as_kind.unit),
            "indicator": not self.as_kind.is_story and self.base.indicators.exists(),
            "counted": not self.as_kind.is_story and self.base.indicators.exists(),
            "request": self.row is None and self.base.material_requests.filter(closed_at__isnull=True).exists(),
        }
        return [name for name, there in wanted.items() if not there]

    def clean_counted(self) -> Decimal:
        return self.cleaned_data["counted"] or Decimal(1)

    @property
    def facts(self) -> dict[str, Any]:
        return super().facts | {"kind": self.as_kind.key}


class AskForm(forms.Form):
    """要求报送亮点成果、经验做法和典型案例."""

    text = words("要求", "写明要哪一类、哪方面、多少篇；承担单位会收到通知。", rows=5, longest=2000)
    due_on = ComingDay("报送期限", "这一日 24 时前报送；条文没有规定期限，由提出要求的单位确定。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class AnswerForm(forms.Form):
    answer = words("说明", "没有可报的，在这里写明。", rows=3, longest=500, required=False)
