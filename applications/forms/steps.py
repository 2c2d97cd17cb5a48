"""Forms of the steps; the kernel gives each its ``subject`` and ``seat``."""

from functools import cache
from typing import Any

from django import forms

from applications.appraising import Finding, answers
from applications.shown import as_it_stands, changed_since, written
from applications.writable import is_draft
from documents.fields import PlainText
from procedure.conditions import Condition
from procedure.forms import StepForm

_LONGEST_NOTE = 4000


def _note(label: str, *, required: bool, help_text: str = "") -> PlainText:
    return PlainText(
        label=label,
        required=required,
        max_length=_LONGEST_NOTE,
        strip=True,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": f"请写明{label}。"},
    )


class SubmitForm(StepForm):
    """The plan goes as it was shown; what a colleague saved since is looked at first."""

    note = _note("给组织单位的说明", required=False, help_text="可以不写。")
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_draft(self.subject):
            self.fields["note"].label = "给国家标准委的说明"
        if not self.is_bound:
            self.fields["shown"].initial = written(as_it_stands(self.subject))

    def clean_shown(self) -> str:
        if changed := changed_since(self.subject, self.cleaned_data["shown"]):
            raise forms.ValidationError(changed, code="changed")
        return ""


class ReturnForm(StepForm):
    note = _note(
        "退回说明", required=True, help_text="写清要改什么、为什么；各处的具体意见请写在“意见”中，会一并送达。"
    )


@cache
def _findings(conditions: tuple[Condition, ...]) -> dict[str, forms.Field]:
    """A finding and a reason for each condition; shared by all forms, which change nothing about them."""
    fields: dict[str, forms.Field] = {}
    for number, condition in enumerate(conditions, start=1):
        fields[f"finding_{condition.key}"] = forms.ChoiceField(
            label=f"第 {number} 条是否符合",
            choices=Finding.choices,
            required=not condition.optional,
            widget=forms.RadioSelect,
            error_messages={"required": "请写明这一条是否符合。"},
        )
        fields[f"reason_{condition.key}"] = PlainText(
            label=f"第 {number} 条不符合而仍予报送的理由",
            required=False,
            max_length=_LONGEST_NOTE,
            strip=True,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
    return fields


class EndorseForm(StepForm):
    """论证: a finding on each condition of the call, a reason where it is not met, and the statement (办法10, 12)."""

    qualified = forms.BooleanField(
        label="经充分论证，符合申报条件（办法第十二条）",
        error_messages={"required": "报送推荐单位须声明符合申报条件；不符合的请办理“退回修改”或“不予报送”。"},
    )
    note = _note("论证意见", required=True, help_text="充分论证后的意见，随方案送推荐单位。")
    # The step's page draws the fields by this template: each finding beside the answer that it judges.
    drawn_by = "applications/_endorse_fields.html"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conditions = self.subject.call.conditions(self.subject.kind)
        self.fields = {**_findings(self.conditions), **self.fields}

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Each condition with the applicant's answer, the finding and the reason."""
        given = answers(self.subject.current.content) if self.subject.current else {}
        return [
            {
                "condition": condition,
                "number": number,
                "answer": given.get(condition.key),
                "finding": self[f"finding_{condition.key}"],
                "reason": self[f"reason_{condition.key}"],
            }
            for number, condition in enumerate(self.conditions, start=1)
        ]

    def clean(self) -> dict[str, Any]:
        """An unmet condition may go on with a written reason only: the text says 原则上."""
        cleaned = super().clean() or {}
        for condition in self.conditions:
            unmet = cleaned.get(f"finding_{condition.key}") == Finding.UNMET
            if unmet and not cleaned.get(f"reason_{condition.key}"):
                source = condition.in_principle or "（申报指南二（二））"
                self.add_error(f"reason_{condition.key}", f"不符合这一条而仍予报送的，请写明理由{source}。")
        return cleaned


class DeclineForm(StepForm):
    note = _note("理由", required=True, help_text="申报单位会看到。")


class RecommendForm(StepForm):
    qualified = forms.BooleanField(
        label="认为符合申报条件（办法第十二条）",
        error_messages={"required": "推荐须认为符合申报条件；不符合的请办理“不予推荐”或“退回组织单位”。"},
    )
    note = _note("推荐意见", required=False)


class WithdrawForm(StepForm):
    note = _note("撤回原因", required=True)
