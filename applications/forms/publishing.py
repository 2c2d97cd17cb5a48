"""Forms of a publication: its draft, and taking cases back out of a notice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.models import Application, Publication
from applications.procedure.publication import standing
from documents.fields import MailAddress, PlainText, name_what_is_missing
from notices.models import ItemOutcome
from procedure import clock
from procedure.reckoning import judge_publicity_end

from .steps import StepForm

_LONGEST_TEXT = 4000


class PullForm(StepForm):
    """Which cases leave the notice, why, and whether a corrected one follows."""

    cases = forms.MultipleChoiceField(
        label="撤下哪些", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择要撤下的创新基地。"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="撤下之后", widget=forms.RadioSelect,
        choices=[(ItemOutcome.Kind.CORRECTED, "更正后另行公示"), (ItemOutcome.Kind.PULLED, "不再公示")],
        error_messages={"required": "请选择撤下之后怎么办。"},
    )  # fmt: skip
    note = PlainText(
        label="说明", max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="在公示的原网址公开显示，不要写个人信息。", error_messages={"required": "请写明说明。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.standing = {str(case.pk): case for case in standing(self.subject)}
        cases: Any = self.fields["cases"]
        cases.choices = [(key, str(case.application)) for key, case in self.standing.items()]

    def clean_cases(self) -> list[Any]:
        return [self.standing[key] for key in self.cleaned_data["cases"]]


class PublicationForm(forms.ModelForm):
    """A publication's draft; ``base`` is the state of it that the form grew from."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    cases = forms.ModelMultipleChoiceField(
        label="公示的创新基地", queryset=Application.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只列出正在研究审议的申报；次序按类型和申报号。",
    )  # fmt: skip
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

    def clean_shown_end(self) -> Any:
        """Judged as if published today; it is judged again when it is proposed and when it is signed."""
        chosen = self.cleaned_data["shown_end"]
        if chosen and (refusal := judge_publicity_end(clock.today(), chosen).refusal):
            raise ValidationError(refusal)
        return chosen

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "cases"}


class WithdrawalForm(forms.Form):
    """Why a published case is to be taken back."""

    reason = PlainText(
        label="请求撤回的理由", max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明请求撤回的理由。"},
    )  # fmt: skip
