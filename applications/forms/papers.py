"""The sealed papers: the scan, the letter, and who received which paper copy on which day."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.copies import COPIES
from applications.papers import Paper, normalised_number
from documents import kinds, uploads
from documents.fields import PastDay, PlainText, name_what_is_missing
from procedure import clock

_SCANNED_WORDS = "PDF、JPG 或 PNG"


class PaperField(forms.FileField):
    """A scanned paper: PDF or picture, told by its content; cleaned it is a ``Paper``, or nothing if not required."""

    def __init__(self, **options: Any) -> None:
        endings = ",".join(f".{ending}" for kind in kinds.SCANNED for ending in kind.endings)
        options.setdefault("widget", forms.ClearableFileInput(attrs={"accept": endings}))
        options.setdefault("help_text", f"{_SCANNED_WORDS}，不超过 50 MB；看内容，不看扩展名。")
        super().__init__(**options)
        self.error_messages |= {
            "required": f"请选择要上传的{self.label}。",
            "empty": "文件是空的（0 字节），请检查后重新上传。",
        }

    def clean(self, data: Any, initial: Any = None) -> Paper | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        return Paper(upload, uploads.check(upload, only=kinds.SCANNED))


class ScanForm(forms.Form):
    """The scan of the sealed plan; ``version`` is the one that the officer had before them."""

    file = PaperField(label="盖章后的申报方案扫描件")
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class AcceptScanForm(forms.Form):
    reason = PlainText(
        label="人工核对情况",
        strip=True,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明怎样核对、为什么确系同一版本且没有缺页；国家标准委会看到。",
        error_messages={"required": "请写明为什么确系同一版本。"},
    )
    scan = forms.IntegerField(widget=forms.HiddenInput)


class LetterForm(forms.Form):
    """正式推荐函: its number as it is printed, its day, and the scan."""

    number = PlainText(label="文号", strip=True, max_length=60, help_text="如 黔府函〔2026〕6号；括号怎样输入都可以。")
    dated = PastDay("成文日期")
    file = PaperField(label="推荐函扫描件")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("number", "dated"):
            self.fields[name].error_messages["required"] = f"请填写{self.fields[name].label}。"

    def clean_number(self) -> str:
        number = normalised_number(self.cleaned_data["number"])
        if number is None:
            raise ValidationError("文号应有年份和顺序号，形如 黔府函〔2026〕6号，请照推荐函填写。")
        return number


class ChooseLetterForm(forms.Form):
    """One of the letters that are there, or none."""

    letter: Any = forms.ModelChoiceField(None, required=False)

    def __init__(self, *args: Any, letters: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["letter"].queryset = letters  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """纸质件: which copies of which version came to one's own unit on which day."""

    version: Any = forms.ModelChoiceField(None, label="版本", empty_label=None)
    copies = forms.TypedMultipleChoiceField(
        label="份号",
        coerce=int,
        choices=[(number, f"第 {number} 份") for number in COPIES],
        widget=forms.CheckboxSelectMultiple,
        help_text="一式四份，各盖章。",
    )
    received_on = PastDay("收到日期")
    note = PlainText(label="说明", strip=True, required=False, max_length=200, help_text="如寄送方式；更正时必填。")

    def __init__(self, *args: Any, versions: Any, had: Collection[tuple[Any, int]] = (), **options: Any) -> None:
        """``had`` are the copies, by version, that this unit has recorded before."""
        super().__init__(*args, **options)
        self.had = set(had)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        version, day = cleaned.get("version"), cleaned.get("received_on")
        filed = version.frozen_at.astimezone(clock.BEIJING).date() if version else None
        if filed and day and day < filed:
            self.add_error("received_on", f"收到日期不能早于该版报送的日期（{filed:%Y-%m-%d}）。")
        again = sorted(copy for copy in cleaned.get("copies", ()) if version and (version.pk, copy) in self.had)
        if again and not cleaned.get("note"):
            copies = "、".join(map(str, again))
            self.add_error("note", f"本单位已登记过第 {copies} 份；再次登记的，请写明是更正还是退回后又收到。")
        return cleaned
