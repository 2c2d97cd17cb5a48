"""The plan part by part: sections, rows, attachments."""

from typing import Any

from django import forms

from applications import sections
from applications.models import Application, Indicator, Milestone, Task
from documents import fonts, uploads

from .fields import MailAddress, PlainText, name_what_is_missing

_LONGEST_TEXT = 100_000


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
        name_what_is_missing(self)

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
