"""Forms of a dossier's parts; none of them has a field for what was promised."""

from typing import Any

from django import forms

from applications.forms.plan import Savable
from assessments.dossiers.asked import Asked
from assessments.models import LedgerEntry
from bases.models import BaseIndicator, BaseMilestone
from documents import uploads
from documents.fields import PlainText, name_what_is_missing

from .violation import CheckedFiles

_CHOOSE = ("", "请选择")
_SAYS = ("value", "status", "note")


class EntryForm(Savable):
    """What is said of one promised row: its status, value and note, as far as they are asked."""

    value = PlainText(required=False, strip=True, max_length=300)
    status = forms.ChoiceField(
        label="状态", required=False, error_messages={"invalid_choice": "请从列出的状态中选择。"}
    )
    note = PlainText(required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=4000)

    def __init__(
        self, data: Any = None, *, entry: LedgerEntry, asked: Asked, mine: dict[str, str] | None = None
    ) -> None:
        stands = {name: getattr(entry, name) for name in _SAYS}
        initial = stands | (mine or {}) | {"base": entry.version}
        super().__init__(data, initial=initial, auto_id=f"id_{entry.pk}_%s")
        self.entry = entry
        self._ask("status", "状态", asked.statuses)
        self._ask("value", asked.value, asked.value)
        self._ask("note", asked.note, asked.note)
        if "status" in self.fields:
            choices = [_CHOOSE, *((status.value, status.label) for status in asked.statuses)]
            self.fields["status"].choices = choices  # type: ignore[attr-defined]
        if "note" in self.fields:
            self.fields["note"].wanted = asked.note_wanted  # type: ignore[attr-defined]
        if "value" in self.fields:
            _fit(self.fields["value"], entry.promised)

    def _ask(self, name: str, label: str, asked: object) -> None:
        if not asked:
            del self.fields[name]
            return
        self.fields[name].label = label
        self.fields[name].wanted = True  # type: ignore[attr-defined]

    def typed(self) -> dict[str, str]:
        """Also what is not right yet: it is saved, and listed as missing."""
        return {name: str(self[name].value() or "").strip() for name in _SAYS if name in self.fields}

    def unsavable(self) -> dict[str, list[str]]:
        return {name: [str(error) for error in faults] for name, faults in self.errors.items()}


def _fit(field: forms.Field, promised: Any) -> None:
    """A number where the promise is one, a day where it is a day."""
    if isinstance(promised, BaseIndicator):
        field.help_text = f"单位：{promised.unit}" if promised.unit else ""
        if promised.target_number is not None:
            field.widget.attrs |= {"inputmode": "decimal"}
    elif isinstance(promised, BaseMilestone):
        field.widget = forms.DateInput(attrs={"type": "date"})


class DossierFilesForm(forms.Form):
    """Files of the dossier, as the evidence of one entry where one is chosen."""

    entry = forms.ChoiceField(
        label="证明哪一条", required=False, help_text="选定后，这些材料显示在该条旁边；不选则属于整份材料。",
        error_messages={"invalid_choice": "该条不在本份材料中，请重新选择。"},
    )  # fmt: skip
    evidence = CheckedFiles(label="文件", help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。")

    def __init__(self, *args: Any, entries: list[LedgerEntry], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "整份材料"), *((str(entry.pk), str(entry.promised)[:60]) for entry in entries)]
        self.fields["entry"].choices = choices  # type: ignore[attr-defined]
        name_what_is_missing(self)
