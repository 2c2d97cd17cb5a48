"""The chair's form of the conclusion with its points, and a member's signature under it."""

from typing import Any

from django import forms

from applications import sections
from documents.fields import PlainText, name_what_is_missing

from .sheets import words

REVISE = "修改完善后通过"
_PLACES = (sections.BASIC, *sections.BY_KEY, sections.ATTACHMENTS, sections.CONDITIONS)


class ConclusionForm(forms.Form):
    """One of the conclusions of the case's edition, and the opinion in words."""

    result = forms.ChoiceField(label="结论", widget=forms.RadioSelect)
    text = PlainText(
        label="评审意见", strip=True, max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="对必要性、可行性、目标和任务、保障措施的总体评价；申报单位会看到这段文字，请勿写出专家姓名。",
    )  # fmt: skip
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, conclusions: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["result"].choices = [(each, each) for each in conclusions]  # type: ignore[attr-defined]
        name_what_is_missing(self)


class PointForm(forms.Form):
    """One point of the conclusion, bound to a part of the plan; an empty one is left out."""

    section = forms.ChoiceField(label="针对", required=False)
    text = PlainText(
        label="修改意见", required=False, strip=True, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        places = [(key, sections.heading_of(key)) for key in _PLACES]
        self.fields["section"].choices = [("", "请选择方案的部分"), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("text") and not cleaned.get("section"):
            self.add_error("section", "请选择这一条针对方案的哪一部分。")
        if cleaned.get("section") and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "请写出要修改什么；不需要这一条的，把“针对”改回“请选择”。")
        return cleaned


PointForms = forms.formset_factory(PointForm, extra=0, min_num=0, max_num=60, absolute_max=80)


def points_of(formset: Any) -> list[dict[str, str]]:
    return [
        {"section": form.cleaned_data["section"], "text": form.cleaned_data["text"]}
        for form in formset
        if form.cleaned_data.get("text")
    ]


class SignForm(forms.Form):
    """A member's word on the conclusion as it was shown; who dissents says why."""

    shown = forms.CharField(widget=forms.HiddenInput)
    word = forms.ChoiceField(
        label="您对以上结论", widget=forms.RadioSelect, choices=[("agree", "同意"), ("dissent", "不同意，写明不同意见")]
    )
    dissent = words("不同意见", rows=4, required=False, help_text="不同意的必填；印在评审意见上。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("word") == "dissent" and not cleaned.get("dissent"):
            self.add_error("dissent", "不同意结论的，请写明不同意见。")
        return cleaned
