"""Files for the plan, several at once, and the name and kind of one that is kept."""

from typing import Any

from django import forms

from applications.models import Attachment
from documents import uploads
from documents.fields import PlainText, name_what_is_missing

_EMPTY = "请选择要上传的文件。"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; each is checked where it is kept, so that one refused leaves the others."""

    widget = ManyFiles(attrs={"accept": uploads.ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError(_EMPTY, code="required")
        return list(files)


class AttachmentsForm(forms.Form):
    """A batch of files of one kind; ``again`` is the failed upload that this one file takes the place of."""

    kind = forms.ChoiceField(
        label="材料类别", choices=Attachment.Kind.choices, initial=Attachment.Kind.OTHER, required=False,
        help_text="这一批文件的类别，上传后可以逐份修改。",
    )  # fmt: skip
    file = FilesField(
        label="文件",
        help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB，合计不超过 200 MB。",
    )
    title = PlainText(
        label="材料名称", max_length=120, required=False, strip=True,
        help_text="只选一个文件时可填；不填或一次选多个，则用文件名，上传后可以修改。",
    )  # fmt: skip
    again = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].wanted = True  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Attachment.Kind.OTHER

    def title_for_one(self) -> str:
        """The typed name, where it is clear which file it means."""
        return str(self.cleaned_data["title"]) if len(self.cleaned_data["file"]) == 1 else ""

    def reasons(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]


class AttachmentForm(forms.Form):
    """The name and the kind of an attachment that is kept."""

    title = PlainText(label="材料名称", max_length=120, strip=True)
    kind = forms.ChoiceField(label="材料类别", choices=Attachment.Kind.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
