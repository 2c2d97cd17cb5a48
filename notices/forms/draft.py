"""What is filled in for a notice, whatever it is about, and for taking something out of one (办法15, 35)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.fields import MailAddress, PlainText
from notices.models import ItemOutcome
from procedure import clock
from procedure.reckoning import judge_publicity_end

_LONGEST_TEXT = 4000


class NoticeFields(forms.Form):
    """Text, end and addresses; the end is judged as if published today, and again when it is proposed and signed."""

    text = PlainText(
        label="正文", max_length=_LONGEST_TEXT, strip=True, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="“【公示期】”在发布时换成起止日期；名称、承担单位、推荐单位的表由系统列出，正文里不必再写。",
    )  # fmt: skip
    shown_end = forms.DateField(
        label="公示期至", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="不填的，按发布当日推算，遇休息日顺延；可以延长，不得短于1个月。",
        error_messages={"invalid": "请填写日期，如 2026-09-03。"},
    )  # fmt: skip
    email = MailAddress(label="电子邮箱", required=False)
    official_url = forms.URLField(
        label="官方网站上的网址", required=False, max_length=200, assume_scheme="https",
        help_text="国家标准委官方网站上同一公示的网址，与本系统的网址分开记。",
        error_messages={"invalid": "请填写以 https:// 开头的网址。"},
    )  # fmt: skip

    def clean_shown_end(self) -> Any:
        chosen = self.cleaned_data["shown_end"]
        if chosen and (refusal := judge_publicity_end(clock.today(), chosen).refusal):
            raise ValidationError(refusal)
        return chosen


class PullFields(forms.Form):
    """Whether a corrected notice follows, and what the old one says."""

    kind = forms.ChoiceField(
        label="撤下之后", widget=forms.RadioSelect,
        choices=[(ItemOutcome.Kind.CORRECTED, "更正后另行公示"), (ItemOutcome.Kind.PULLED, "不再公示")],
        error_messages={"required": "请选择撤下之后怎么办。"},
    )  # fmt: skip
    note = PlainText(
        label="说明", max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="在公示的原网址公开显示，不要写个人信息。", error_messages={"required": "请写明说明。"},
    )  # fmt: skip
