"""Forms of the steps, and of the plan's parts. A step's form gets ``subject`` and ``seat`` from the kernel."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents import fonts, uploads
from organisations.models import Membership, Region, Sector, Unit
from organisations.queries import units_of_kinds

from . import models, sections
from .models import Application, Indicator, Milestone, Task
from .procedure import BaseKind
from .saving import MATTERS

_LONGEST_NOTE = 4000
_LONGEST_TEXT = 100_000


def printable(text: str) -> None:
    """Refuse what no font of the print has: it would come out as an empty box."""
    if refusal := fonts.refusal(text):
        raise ValidationError(refusal, code="unprintable")


class PlainText(forms.CharField):
    """Text of the plan: line ends made alike, nothing else touched, unprintable characters refused."""

    default_validators = [printable]

    def __init__(self, **options: Any) -> None:
        options.setdefault("strip", False)
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: a browser would cut off what is pasted and say nothing."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def _name_what_is_missing(form: forms.BaseForm) -> None:
    """请填写意见 instead of Django's word about a field."""
    for field in form.fields.values():
        verb = "请选择" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "请填写"
        field.error_messages["required"] = f"{verb}{field.label}。"


class MailAddress(forms.EmailField):
    """An address of the plan; a domain too may have signs that no font has."""

    default_validators = [*forms.EmailField.default_validators, printable]


class StepForm(forms.Form):
    """The base of a step's form."""

    def __init__(self, data: Any = None, *, subject: Any = None, seat: Any = None, **options: Any) -> None:
        self.subject, self.seat = subject, seat
        super().__init__(data, **options)


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
    note = _note("给组织单位的说明", required=False, help_text="可以不写。")


class ReturnForm(StepForm):
    note = _note(
        "退回说明", required=True, help_text="写清要改什么、为什么；各处的具体意见请写在“意见”中，会一并送达。"
    )


class EndorseForm(StepForm):
    note = _note("论证意见", required=True, help_text="充分论证后的意见，随方案送推荐单位。")


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


class MattersForm(forms.ModelForm):
    """What an application is for and through whom it goes; the recommender follows from the organiser."""

    class Meta:
        model = Application
        fields = MATTERS
        help_texts = {
            "inner_name": "只填括号内的名称，如“光伏”；全称为国家技术标准创新基地（光伏）。",
            "region": "创新基地所在地，默认为本单位所在地。",
            "sector": "领域（专业）类型必填。",
        }

    kind = forms.ChoiceField(label="创新基地类型", choices=BaseKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, call: models.Call, seat: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call
        kinds = tuple(dict.fromkeys(kind for each in call.kinds for kind in call.edition.organisers.kinds(each)))
        self._choices("organiser", units_of_kinds(kinds).filter(reports_to__isnull=False).select_related("reports_to"))
        self._choices("region", Region.objects.all())
        self._choices("sector", Sector.objects.all())
        self.fields["kind"].choices = [choice for choice in BaseKind.choices if choice[0] in call.kinds]  # type: ignore[attr-defined]
        self.fields["sector"].required = False
        self.fields["sector"].wanted = True  # type: ignore[attr-defined]
        self.fields["region"].initial = seat.unit.region_id
        _name_what_is_missing(self)
        self.fields["organiser"].label_from_instance = lambda unit: f"{unit}（报送{unit.reports_to}）"  # type: ignore[attr-defined]

    def _choices(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields[name].empty_label = "请选择"  # type: ignore[attr-defined]

    def clean_inner_name(self) -> str:
        name = str(self.cleaned_data["inner_name"]).strip()
        for whole in ("国家技术标准创新基地（", "国家技术标准创新基地("):
            if name.startswith(whole) and name.endswith(("）", ")")):
                name = name[len(whole) : -1].strip()
        if not name:
            raise ValidationError("请填写括号内的名称，如“光伏”。")
        printable(name)
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, organiser = cleaned.get("kind"), cleaned.get("organiser")
        if kind == BaseKind.SECTOR and not cleaned.get("sector"):
            self.add_error("sector", "领域（专业）创新基地请选择所属领域。")
        if kind and kind != BaseKind.SECTOR:
            cleaned["sector"] = None
        if kind and organiser and organiser.kind not in self.call.edition.organisers.kinds(kind):
            self.add_error("organiser", f"{organiser}不能组织申报{BaseKind(kind).label}创新基地，请另选。")
        return cleaned

    @property
    def recommender(self) -> Unit:
        unit: Unit = self.cleaned_data["organiser"].reports_to
        return unit


class TextSectionForm(forms.Form):
    """One narrative section; ``base`` is the version that the text grew from."""

    text = PlainText(required=False, max_length=_LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 18}))
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, section: sections.Section, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = section.title
        self.fields["text"].wanted = section.required  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"]}


class BasicForm(forms.Form):
    """一（二）: the applicant's letterhead as this plan prints it. Wrong values are told, missing ones are not."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in sections.BASIC_FIELDS.items():
            kind = MailAddress if name == "email" else PlainText
            self.fields[name] = kind(label=label, required=False, max_length=200)
            if name == "email":
                self.fields[name].error_messages["invalid"] = "请填写有效的电子邮箱，如 biaozhun@danwei.cn。"
            self.fields[name].wanted = name not in sections.BASIC_OPTIONAL  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in sections.BASIC_FIELDS}


class RowForm(forms.ModelForm):
    """A typed row; ``base`` is the version that the row was read in, 0 for a new one."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # A copy: add_error() takes the value out of the one that is walked.
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and (refusal := fonts.refusal(value)):
                self.add_error(name, refusal)
        return cleaned


class TaskForm(RowForm):
    class Meta:
        model = Task
        fields = ["title", "content"]
        widgets = {"content": forms.Textarea(attrs={"rows": 4})}


class IndicatorForm(RowForm):
    class Meta:
        model = Indicator
        fields = ["kind", "name", "unit", "target", "midterm"]


class MilestoneForm(RowForm):
    class Meta:
        model = Milestone
        fields = ["due", "content", "task"]
        widgets = {
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "content": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"task": "对应任务"}

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["task"].queryset = application.tasks.all()  # type: ignore[attr-defined]
        self.fields["task"].required = False


class AttachmentForm(forms.Form):
    """One attachment, checked by its content before it is kept."""

    title = PlainText(label="材料名称", max_length=120, required=False, help_text="不填则用文件名。", strip=True)
    file = forms.FileField(
        label="文件",
        help_text=f"{uploads.ACCEPTED_WORDS}，每个不超过 50 MB，合计不超过 200 MB。",
        widget=forms.ClearableFileInput(attrs={"accept": uploads.ACCEPT}),
        error_messages={"required": "请选择要上传的文件。", "empty": "文件是空的（0 字节），请检查后重新上传。"},
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        self.checked = uploads.check(upload)
        return upload


class CommentForm(forms.Form):
    section = forms.ChoiceField(label="针对")
    row = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = PlainText(label="意见", strip=True, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        keys = [sections.BASIC, *sections.BY_KEY, sections.ATTACHMENTS]
        self.fields["section"].choices = [(key, sections.heading_of(key)) for key in keys]  # type: ignore[attr-defined]
        _name_what_is_missing(self)


class CodeForm(forms.Form):
    """A check code as a person types it."""

    code = forms.CharField(label="核验码", max_length=40, help_text="印在申报方案每页页眉处，形如 XXXX-XXXX-XXXX。")
