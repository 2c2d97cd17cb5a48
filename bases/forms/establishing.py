"""What an officer fills in to establish a base, and which others go into the same document (办法21, 37)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bases import establishing, names
from bases.dates import words
from documents.fields import PlainText

from .deciding import DecisionForm, reason_field


class EstablishForm(DecisionForm):
    """批准成立: the document, the English name that it prints, and what else it says."""

    english_name = PlainText(
        label="英文名称", strip=True, max_length=120, required=False,
        help_text=f"只填最后一部分，前面是 {names.ENGLISH_PREFIX}。印在文件上，列入名录。",
    )  # fmt: skip
    note = reason_field("其他要求", "可以不写；写了的印在文件上。", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound and self.subject is not None:
            self.initial.setdefault("english_name", self.subject.english_name)

    def clean_english_name(self) -> str:
        typed = self.cleaned_data["english_name"] or self.subject.english_name
        if not typed:
            raise ValidationError("批准成立时须有英文名称，请填写其中的×××。")
        try:
            return names.english_part(typed)
        except names.NameRefused as refused:
            raise ValidationError(str(refused)) from None

    def clean_dated(self) -> Any:
        dated = self.cleaned_data["dated"]
        if passed := [each for each in self._passed() if each > dated.isoformat()]:
            raise ValidationError(f"验收意见的日期是{words(max(passed))}，批准成立的文件不能早于这一天。")
        return dated

    def _passed(self) -> list[str]:
        return [each.passed for each in (self.subject, *establishing.companions(self.subject)) if each.passed]


class CompanionsForm(forms.Form):
    """Which other bases that have passed go into the document of this one."""

    bases: Any = forms.ModelMultipleChoiceField(
        None, label="一并批准成立的创新基地", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选的已经不在等待批准成立，或者已列入另一份文件，请重新选择。"},
    )  # fmt: skip

    def __init__(self, *args: Any, base: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = establishing.candidates(base)
        field: Any = self.fields["bases"]
        field.queryset = type(base).objects.filter(pk__in=[each.pk for each in found])
        field.label_from_instance = lambda each: f"{each}（验收意见 {words(each.passed)}）"
        self.has_choice = bool(found)
        if not self.is_bound:
            self.initial["bases"] = [each.pk for each in establishing.companions(base)]
