"""What the public fills in: an objection, and the number of a receipt."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents import codes
from documents.fields import PlainText, name_what_is_missing

from .fields import FilesField

_LONGEST_REASON = 5000


class ObjectionForm(forms.Form):
    """Real name, a way to be reached, facts and reason, evidence; and a field that only programs fill in."""

    name = PlainText(
        label="姓名或者单位名称", max_length=120, strip=True,
        help_text="请用真实姓名或者单位全称；只有国家标准委办理人员可以看到。",
    )  # fmt: skip
    contact = PlainText(label="联系电话", required=False, max_length=60, strip=True)
    email = forms.EmailField(
        label="电子邮箱", required=False, error_messages={"invalid": "请填写有效的电子邮箱，如 name@example.cn。"}
    )
    address = PlainText(label="通讯地址", required=False, max_length=200, strip=True)
    reason = PlainText(
        label="异议的事实和理由", max_length=_LONGEST_REASON, strip=True, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="写清哪一处不实或者不妥、有什么依据。",
    )  # fmt: skip
    evidence = FilesField(
        label="证明材料", help_text="最多 5 个文件，合计不超过 20 MB；PDF、图片、Word（docx）或者 Excel（xlsx）。"
    )
    homepage = forms.CharField(label="请不要填写这一栏", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].wanted = self.fields["email"].wanted = True  # type: ignore[attr-defined]
        self.fields["contact"].help_text = "电话和邮箱至少填一项，以便核实和答复。"
        self.fields["homepage"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        name_what_is_missing(self)

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise ValidationError("这一栏是用来识别自动程序的，请留空后重新提交。")
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"contact", "email"} & set(self.errors) and not cleaned.get("contact") and not cleaned.get("email"):
            self.add_error("contact", "请填写联系电话或者电子邮箱，至少一项。")
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "contact", "email", "address", "reason")}


class LookUpForm(forms.Form):
    """The number of a receipt as somebody reads it off a paper."""

    number = forms.CharField(label="回执编号", max_length=40, error_messages={"required": "请填写回执编号。"})

    def clean_number(self) -> str:
        """Letters that are easily misread are read alike in the part that cannot be guessed."""
        typed = "".join(self.cleaned_data["number"].split()).upper().replace("－", "-").replace("—", "-")
        head, dash, check = typed.rpartition("-")
        return f"{head}{dash}{check.translate(codes.MISREAD)}"
