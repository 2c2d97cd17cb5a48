"""Several files in one field, each checked by its content, with a bound on all of them together."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents import uploads
from documents.kinds import ACCEPTED, Kind
from notices.objecting import Evidence

MOST_FILES = 5
MOST_TOGETHER = 20 * 1024 * 1024


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """None to five files of no more than 20 MB together; every refused one is named with its reason."""

    def __init__(self, *, only: tuple[Kind, ...] = ACCEPTED, **options: Any) -> None:
        self.only = only
        options.setdefault("widget", FilesInput(attrs={"accept": uploads.kinds.accept(only)}))
        super().__init__(required=options.pop("required", False), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = [each for each in data or [] if each]
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(sent) > MOST_FILES:
            raise ValidationError(f"一次最多 {MOST_FILES} 个文件，您选了 {len(sent)} 个，请合并或者减少后重新选择。")
        if sum(each.size or 0 for each in sent) > MOST_TOGETHER:
            raise ValidationError("文件合计超过 20 MB，请压缩或者减少后重新选择。")
        return self._checked(sent)

    def _checked(self, sent: list[Any]) -> list[Evidence]:
        found, faults = [], []
        for each in sent:
            try:
                found.append(Evidence(each, uploads.check(each, self.only)))
            except ValidationError as refused:
                faults += [f"“{each.name}”：{sentence}" for sentence in refused.messages]
        if faults:
            raise ValidationError(faults)
        return found
