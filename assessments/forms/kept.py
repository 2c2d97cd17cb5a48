"""What the forms of all that is kept beside the steps have in common."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from bases.models import Base, plain
from documents import uploads
from documents.fields import PlainText, name_what_is_missing

from .violation import CheckedFiles

_FILES = f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。"
_NOT_FACTS = ("evidence", "reason", "shown")


def words(label: str, help_text: str = "", *, rows: int = 5, longest: int = 4000, required: bool = True) -> PlainText:
    return PlainText(
        label=label, strip=True, max_length=longest, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class KeptForm(forms.Form):
    """Facts and files; in a correction also the version that was shown, and why it is corrected."""

    proof = "证明材料"
    proof_wanted = True

    def __init__(self, data: Any = None, files: Any = None, *, base: Base, asked: Mapping[str, str], row: Any) -> None:
        self.base, self.row, self.asked = base, row, asked
        super().__init__(data, files, initial=self.facts_of(row) if row else None)
        wanted = self.proof_wanted and row is None
        help_text = f"{self.proof_help}{'已有的文件保留，这里只添加。' if row else ''}{_FILES}"
        self.fields["evidence"] = CheckedFiles(label=self.proof, required=wanted, help_text=help_text)
        if row:
            self.fields["reason"] = words("更正理由", "同更正前的内容一起保留，各方都能看到。", rows=2, longest=500)
            self.fields["shown"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.version)
        name_what_is_missing(self)

    @property
    def proof_help(self) -> str:
        return ""

    def facts_of(self, row: Any) -> dict[str, Any]:
        facts = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}
        return {name: plain(value) if isinstance(value, Decimal) else value for name, value in facts.items()}

    @property
    def facts(self) -> dict[str, Any]:
        """What is written into the row."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _NOT_FACTS}


class WithdrawForm(forms.Form):
    reason = words("撤回理由", "写明为什么不再作数；原内容保留，各方都能看到理由。", rows=3, longest=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
