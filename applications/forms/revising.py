"""Forms of the revision and of the deliberation."""

from typing import Any

from django import forms

from applications import revising
from applications.models import RevisionRound
from documents.fields import ComingDay, PlainText

from .steps import StepForm

_LONGEST = 4000
_WHERE = (("", "请选择"), *((key, revising.heading_of(key)) for key in revising.PARTS))
_SETTLED = (("yes", "已落实"), ("no", "未落实"))


def words(label: str, *, required: bool, rows: int = 3, missing: str = "", help_text: str = "") -> PlainText:
    return PlainText(
        label=label,
        required=required,
        max_length=_LONGEST,
        strip=True,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing or f"请写明{label}。"},
    )


def typed(field: forms.BoundField) -> str:
    """A text as its form would clean it."""
    return str(field.value() or "").replace("\r\n", "\n").strip()


class ReturnRevisionForm(StepForm):
    """退回修改稿: what is still to be done, and by when."""

    note = words("哪些意见尚未落实", required=True, help_text="写清还要改什么；各条的核对意见会一并送达。")
    due_on = ComingDay("再次报送的期限", "当日24时止。")


class PointForm(forms.Form):
    """One of several on a page: it knows what it showed, so that only what was touched is saved."""

    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def shown(self, running: RevisionRound) -> str:
        """In short what stands in its fields."""
        raise NotImplementedError

    def untouched(self, running: RevisionRound) -> bool:
        """Whether it came back as it was shown, whatever stands there by now."""
        return bool(self["base"].value() == self.shown(running))


class PointReplyForm(PointForm):
    """The applicant's reply to one point: what was done and where, or why nothing need be."""

    text = words("答复", required=True, missing="请写明怎样修改的；无须修改的，请写明理由。")
    section = forms.ChoiceField(label="修改所在部分", choices=_WHERE, required=False)
    no_change = forms.BooleanField(label="无须修改", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Asked for, unless nothing need be changed.
        self.fields["section"].wanted = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("no_change"):
            cleaned["section"] = ""
        elif not cleaned.get("section") and "section" not in self.errors:
            self.add_error("section", "请选择修改所在部分；没有修改的，请勾选“无须修改”。")
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("text", "section", "no_change")}

    def shown(self, running: RevisionRound) -> str:
        no_change = bool(self["no_change"].value())
        section = "" if no_change else str(self["section"].value() or "")
        return revising.reply_shown(running.pk, typed(self["text"]), section, no_change)


class PointCheckForm(PointForm):
    """What the officer finds of one reply."""

    settled = forms.ChoiceField(
        label="核对结果", choices=_SETTLED, widget=forms.RadioSelect,
        error_messages={"required": "请选择已落实或者未落实。"},
    )  # fmt: skip
    words = words("核对意见", required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("settled") == "no" and not cleaned.get("words"):
            self.add_error("words", "未落实的，请写明还差什么。")
        return cleaned

    def shown(self, running: RevisionRound) -> str:
        return revising.check_shown(running.pk, str(self["settled"].value() or ""), typed(self["words"]))

    def facts(self) -> dict[str, Any]:
        return {"settled": self.cleaned_data["settled"] == "yes", "words": self.cleaned_data["words"]}


class PlaceExceptionForm(forms.Form):
    """例外: why a second base in one area or sector (指南一, 原则上)."""

    reason = words("例外的理由", required=True, missing="请写明为什么在这里再建一个。")


class EndExceptionForm(forms.Form):
    reason = words("取消例外的理由", required=True)
