"""更名: since when, what proves it, and whether article 35 applies (办法35)."""

from typing import Any

from django import forms

from applications.forms.papers import PaperField
from bases.forms import reason_field
from documents.fields import PastDay, name_what_is_missing


class HostRenamingForm(forms.Form):
    """The names themselves are those of the register and of the unit."""

    since = PastDay("自何日起更名", "以登记机关核准的日期为准。")
    is_change = forms.TypedChoiceField(
        label="是否适用第三十五条", coerce=lambda typed: typed == "yes", widget=forms.RadioSelect,
        choices=[("no", "不适用：同一单位更名，在这里登记即可"), ("yes", "适用：由行业部门、地方政府书面申请变更")],
    )  # fmt: skip
    reason = reason_field("理由", "写明为什么适用或者不适用。")
    evidence = PaperField(label="更名证明", help_text="登记机关的核准文件等。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
        self.fields["is_change"].error_messages["required"] = "请选择是否适用第三十五条。"
