"""Forms of a major problem: the report, and an answer (办法17)."""

from typing import Any

from django import forms

from documents import uploads
from documents.fields import PastDay, PlainText, name_what_is_missing

from .violation import CheckedFiles

_LONGEST = 4000


def _text(label: str, help_text: str = "", *, required: bool = True, rows: int = 5) -> PlainText:
    return PlainText(
        label=label, strip=True, max_length=_LONGEST, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class ProblemForm(forms.Form):
    """What happened, and what is wanted."""

    title = PlainText(label="问题", strip=True, max_length=100, help_text="一句话说明，如“主要参与单位退出”。")
    happened_on = PastDay("发生日期", "问题发生或者发现的日期。")
    facts = _text("情况和影响", "写明事实、原因，以及对建设任务、指标和进度的影响。", rows=8)
    measures = _text("已采取的措施", "写明已经做了什么、打算怎么办。")
    wanted = _text("需要协调的事项", "需要行业部门、地方政府或者国家标准委协调的事项。", required=False, rows=3)
    evidence = CheckedFiles(
        label="有关材料", required=False, help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class ProblemAnswerForm(forms.Form):
    text = _text("答复", "承担单位、组织单位、行业部门或者地方政府、国家标准委都会看到；提交后不能修改。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
