"""What SAC's officers and the units that are asked fill in about an objection."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents import kinds
from documents.fields import MailAddress, PlainText, name_what_is_missing
from notices.identity import given_away
from notices.models import NoticeItem
from procedure import clock

from .fields import FilesField

_SHAPE = "%Y-%m-%dT%H:%M:%S"


class PaperForm(forms.Form):
    """An objection that came on paper: when it was received, from whom if that is said, and its scan."""

    item = forms.ModelChoiceField(
        label="针对哪一项", queryset=NoticeItem.objects.none(), empty_label="请选择",
        error_messages={"invalid_choice": "这一项不在可以提出异议的公示中，请重新选择。"},
    )  # fmt: skip
    received_at = forms.DateTimeField(
        label="收到时间（北京时间）", input_formats=[_SHAPE, "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local", "step": "1"}, _SHAPE),
        help_text="以收文登记的时间为准；是否在公示期内按这个时间判定。",
        error_messages={"invalid": "请填写日期和时间，如 2026-08-31 16:30:00。"},
    )  # fmt: skip
    name = PlainText(
        label="姓名或者单位名称", required=False, max_length=120, strip=True,
        help_text="来件没有署名的留空，作为线索处理，不作为异议受理。",
    )  # fmt: skip
    contact = PlainText(label="联系电话", required=False, max_length=60, strip=True)
    email = MailAddress(label="电子邮箱", required=False)
    address = PlainText(label="通讯地址", required=False, max_length=200, strip=True)
    reason = PlainText(
        label="异议的事实和理由", max_length=5000, strip=True, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="照来件摘录。",
    )  # fmt: skip
    evidence = FilesField(
        label="来件的扫描件", required=True, only=kinds.SCANNED,
        help_text="PDF 或者图片，最多 5 个，合计不超过 20 MB。",
        error_messages={"required": "请选择来件的扫描件。"},
    )  # fmt: skip

    def __init__(self, *args: Any, items: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["item"]
        field.queryset = items
        field.label_from_instance = lambda item: f"{item.name}（{item.notice.title}）"
        name_what_is_missing(self)
        self.fields["evidence"].error_messages["required"] = "请选择来件的扫描件。"

    def clean_received_at(self) -> Any:
        moment = self.cleaned_data["received_at"]
        if moment > clock.now():
            raise ValidationError("收到时间不能晚于现在。")
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        item, moment = cleaned.get("item"), cleaned.get("received_at")
        if item and moment and moment < item.notice.published_at:
            self.add_error("received_at", "收到时间早于公示发布的时间，请核对。")
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "contact", "email", "address", "reason")}


class InquiryForm(forms.Form):
    """What is passed on to a unit of the case, without a word that gives the objector away."""

    unit = forms.ChoiceField(label="转给", widget=forms.RadioSelect)
    text = PlainText(
        label="转办内容", max_length=5000, strip=True, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="对方只看到这些文字，看不到异议原件。请改写可以猜出异议人的说法。",
    )  # fmt: skip
    due_on = forms.DateField(
        label="请于何日前答复", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填写日期，如 2026-09-15。"},
    )  # fmt: skip

    def __init__(self, *args: Any, objection: Any, units: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.objection, self.units = objection, {str(unit.pk): unit for _, unit in units}
        field: Any = self.fields["unit"]
        field.choices = [(str(unit.pk), f"{label}：{unit.name}") for label, unit in units]
        name_what_is_missing(self)

    def clean_unit(self) -> Any:
        return self.units[self.cleaned_data["unit"]]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if refusal := given_away(self.objection, text):
            raise ValidationError(refusal, code="identity")
        return text

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise ValidationError("答复的日期不能早于今天。")
        return day


class InquiryAnswerForm(forms.Form):
    answer = PlainText(label="答复", max_length=5000, strip=True, widget=forms.Textarea(attrs={"rows": 8}))
    evidence = FilesField(label="证明材料", help_text="最多 5 个文件，合计不超过 20 MB。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class CloseInquiryForm(forms.Form):
    reason = PlainText(
        label="结束转办的理由", max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不等答复而结束的，写明理由；被转办单位会看到。",
    )  # fmt: skip

    def __init__(self, *args: Any, objection: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.objection = objection
        name_what_is_missing(self)

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if refusal := given_away(self.objection, reason):
            raise ValidationError(refusal, code="identity")
        return reason
