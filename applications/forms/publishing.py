"""Forms of a publication: its draft, and taking cases back out of a notice."""

from typing import Any

from django import forms

from applications.models import Application, Publication
from applications.procedure.publication import standing
from documents.fields import PlainText, name_what_is_missing
from notices.forms.draft import NoticeFields, PullFields

from .steps import StepForm


class PullForm(PullFields, StepForm):
    """Which cases leave the notice, why, and whether a corrected one follows."""

    cases = forms.MultipleChoiceField(
        label="撤下哪些", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择要撤下的创新基地。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.standing = {str(case.pk): case for case in standing(self.subject)}
        cases: Any = self.fields["cases"]
        cases.choices = [(key, str(case.application)) for key, case in self.standing.items()]

    def clean_cases(self) -> list[Any]:
        return [self.standing[key] for key in self.cleaned_data["cases"]]


class PublicationForm(forms.ModelForm, NoticeFields):
    """A publication's draft; ``base`` is the state of it that the form grew from."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    cases = forms.ModelMultipleChoiceField(
        label="公示的创新基地", queryset=Application.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只列出正在研究审议的申报；次序按类型和申报号。",
    )  # fmt: skip

    class Meta:
        model = Publication
        fields = ["cases", "title", "text", "shown_end", "office", "phone", "email", "address", "official_url"]
        field_classes = dict.fromkeys(("title", "office", "phone", "address"), PlainText)

    def __init__(self, *args: Any, candidates: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cases: Any = self.fields["cases"]
        cases.queryset = candidates
        cases.wanted = True
        name_what_is_missing(self)

    @property
    def contacts(self) -> list[Any]:
        """Where objections go, and SAC's own address of the notice."""
        return [self[name] for name in ("office", "phone", "email", "address", "official_url")]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "cases"}


class WithdrawalForm(forms.Form):
    """Why a published case is to be taken back."""

    reason = PlainText(
        label="请求撤回的理由", max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明请求撤回的理由。"},
    )  # fmt: skip
