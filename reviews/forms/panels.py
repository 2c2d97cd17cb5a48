"""What an officer fills in about a panel: the steps' forms, settings, decisions, the numbers of a draw."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.fields import PlainText, name_what_is_missing
from procedure.forms import StepForm
from reviews.models import Member, Panel

_LONGEST = 4000
_OUT = {
    Member.Out.EXCLUDED: "经两人决定移出（写明事实和证据）",
    Member.Out.CONFLICT: "新发现须回避的事实",
}


def words(label: str, *, required: bool = True, help_text: str = "", rows: int = 4) -> PlainText:
    return PlainText(
        label=label, required=required, max_length=_LONGEST, strip=True, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": f"请写明{label}。"},
    )  # fmt: skip


class ReasonForm(StepForm):
    note = words("理由")


class CloseRoundForm(StepForm):
    """While opinions are missing the round is closed with a reason only."""

    note = words("理由", required=False, help_text="意见全部提交的不必写。")

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if not note and (names := missing_opinions(self.subject)):
            raise ValidationError(f"{'、'.join(names)}还没有提交全部意见；现在结束的，请写明理由。")
        return note


def missing_opinions(panel: Panel) -> list[str]:
    """The members who have not submitted an opinion on every case."""
    members = panel.members.filter(out_at__isnull=True, answer=Member.Answer.ACCEPTED).select_related("expert")
    cases = set(panel.cases.values_list("pk", flat=True))
    submitted = set(
        Member.objects.filter(panel=panel, sheets__submitted_at__isnull=False, sheets__case__in=cases).values_list(
            "pk", "sheets__case"
        )
    )
    return [each.expert.name for each in members if any((each.pk, case) not in submitted for case in cases)]


class ExcludeForm(StepForm):
    """Who goes out, of what kind, and why; the reason stays listed with the member."""

    member: Any = forms.ModelChoiceField(None, label="移出的专家", empty_label="请选择")
    kind = forms.ChoiceField(label="情形", choices=list(_OUT.items()), widget=forms.RadioSelect)
    note = words("理由", help_text="写明事实和依据；会与该专家的姓名一并留在评审组的记录里。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        there = Member.objects.filter(panel=self.subject, out_at__isnull=True).select_related("expert")
        self.fields["member"].queryset = there  # type: ignore[attr-defined]
        self.fields["member"].label_from_instance = lambda each: f"席位 {each.seat}　{each.expert}"  # type: ignore[attr-defined]
        name_what_is_missing(self)
        self.fields["note"].error_messages["required"] = "请写明理由。"
