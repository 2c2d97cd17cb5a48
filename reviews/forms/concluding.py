"""The chair's form of the conclusion with its points, and a member's signature under it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from documents.fields import PlainText, name_what_is_missing
from reviews.kinds import Kind

from .sheets import words


class ConclusionForm(forms.Form):
    """One of the case's own conclusions, the means where the kind of review names them, and the opinion in words."""

    result = forms.ChoiceField(label="结论", widget=forms.RadioSelect)
    means = forms.MultipleChoiceField(label="方式", widget=forms.CheckboxSelectMultiple)
    text = PlainText(strip=True, max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, conclusions: list[str], kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["result"].choices = [(each, each) for each in conclusions]  # type: ignore[attr-defined]
        self.fields["text"].label, self.fields["text"].help_text = f"{kind.verb}意见", kind.advice
        if kind.means:
            self.fields["means"].label = f"{kind.verb}方式"
            self.fields["means"].choices = [(each, each) for each in kind.means]  # type: ignore[attr-defined]
        else:
            del self.fields["means"]
        name_what_is_missing(self)


class PointForm(forms.Form):
    """One point of the conclusion, bound to a part of the material; an empty one is left out."""

    section = forms.ChoiceField(label="针对", required=False)
    text = PlainText(required=False, strip=True, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, places: Mapping[str, str], kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.material = kind.material
        self.fields["section"].choices = [("", f"请选择{kind.material}的部分"), *places.items()]  # type: ignore[attr-defined]
        self.fields["text"].label = kind.points

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("text") and not cleaned.get("section"):
            self.add_error("section", f"请选择这一条针对{self.material}的哪一部分。")
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
