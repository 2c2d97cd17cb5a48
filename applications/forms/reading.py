"""What readers type: comments, and a check code."""

from typing import Any

from django import forms

from applications import sections
from documents.fields import PlainText, name_what_is_missing


class CommentForm(forms.Form):
    section = forms.ChoiceField(label="针对")
    row = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = PlainText(label="意见", strip=True, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        keys = [sections.BASIC, *sections.BY_KEY, sections.ATTACHMENTS, sections.CONDITIONS]
        self.fields["section"].choices = [(key, sections.heading_of(key)) for key in keys]  # type: ignore[attr-defined]
        name_what_is_missing(self)


class CodeForm(forms.Form):
    """A check code as a person types it."""

    code = forms.CharField(label="核验码", max_length=40, help_text="印在申报方案每页页眉处，形如 XXXX-XXXX-XXXX。")
