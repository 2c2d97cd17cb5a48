"""The plan part by part: sections and rows; attachments and conditions have files of their own."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from applications import sections
from applications.models import Application, Indicator, Milestone, Narrative, Task
from applications.saving import HTML, TEXT, as_saved
from documents import fonts, rich
from documents.fields import MailAddress, PlainText, name_what_is_missing

# What keeps a text from being saved even by itself: a value that could not be printed, or not be stored at all.
_UNSAVABLE = ("unprintable", "null_characters_not_allowed")


class Savable(forms.Form):
    """A part that is saved alone, by its button or by itself; ``base`` is the version that it grew from."""

    kept_as = TEXT
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def typed(self) -> dict[str, Any]:
        """The content to be stored, as it was typed."""
        raise NotImplementedError

    def characters(self) -> int:
        """How long the text is, by the rule printed beside it."""
        return 0

    def unsavable(self) -> dict[str, list[str]]:
        """The faults that keep even an unfinished text from being saved; all others are told later, as missing."""
        return {
            name: [str(error) for error in faults]
            for name, faults in self.errors.items()
            if name not in self.fields or name == "base" or self._is_unsavable(name)
        }

    def _is_unsavable(self, name: str) -> bool:
        return any(fault.code in _UNSAVABLE for fault in self.errors.as_data()[name])


class TextSectionForm(Savable):
    """One narrative section: rich text from the editor, or plain text from a page without its script."""

    kept_as = HTML
    text = PlainText(required=False, widget=forms.Textarea(attrs={"rows": 18}))
    format = forms.CharField(required=False, widget=forms.HiddenInput, initial=TEXT)

    def __init__(
        self, data: Any = None, *, section: sections.Section, stored: Narrative | None, html: str | None = None,
        **options: Any,
    ) -> None:  # fmt: skip
        kept = as_saved(stored, HTML).get("text", "") if stored else ""
        if data is None:
            self.html = kept if html is None else html
            options["initial"] = options.get("initial", {}) | {"text": rich.plain(self.html)}
        else:
            self.html, data = _read(data, kept)
        super().__init__(data, **options)
        field = self.fields["text"]
        field.label, field.wanted = section.title, section.required  # type: ignore[attr-defined]
        # The editor begins with this; without its script people see and change the plain text.
        field.widget.attrs |= {"data-rich": rich.clean(self.html), "data-extensions": json.dumps(rich.EXTENSIONS)}

    def typed(self) -> dict[str, Any]:
        return {"text": self.html}

    def characters(self) -> int:
        return rich.characters(self.html)


def _read(data: Mapping[str, Any], kept: str) -> tuple[str, dict[str, Any]]:
    """What was posted as rich text, and the posted fields with its plain text."""
    text = str(data.get("text", ""))
    plain = plain_of(str(data.get("format", "")), text)
    if data.get("format") == HTML:
        html = rich.clean(text)
    else:
        # Plain text that says what was there already has not lost its marks.
        html = kept if rich.lines(plain) == rich.lines(rich.plain(kept)) else rich.from_text(plain)
    return html, {"text": plain, "base": data.get("base", ""), "format": TEXT}


def plain_of(form: str, text: str) -> str:
    """A posted text as people read it."""
    return rich.plain(text) if form == HTML else text


class BasicForm(Savable):
    """一（二）: the applicant's letterhead as this plan prints it. Wrong values are told, missing ones are not."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in sections.BASIC_FIELDS.items():
            kind = MailAddress if name == "email" else PlainText
            self.fields[name] = kind(label=label, required=False, max_length=sections.BASIC_LONGEST)
            self.fields[name].wanted = name not in sections.BASIC_OPTIONAL  # type: ignore[attr-defined]

    def typed(self) -> dict[str, Any]:
        """Also what is not right yet: half an address is saved, and listed as missing."""
        return {name: str(self[name].value() or "").strip() for name in sections.BASIC_FIELDS}


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
