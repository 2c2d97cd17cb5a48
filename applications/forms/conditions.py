"""The answer to one condition: whether it is met, how, and what proves it."""

from itertools import groupby
from typing import Any

from django import forms

from applications.models import Attachment
from documents.fields import PlainText
from procedure.conditions import Condition

from .plan import Savable

MET = {"yes": "满足", "no": "不满足"}
_HELP = "满足的，写明如何满足；不满足的，写明仍然申报的理由{}。"


class ConditionForm(Savable):
    """Nothing is demanded on saving; what an answer lacks is listed as missing."""

    met = forms.ChoiceField(
        label="是否满足", required=False, choices=list(MET.items()), widget=forms.RadioSelect,
        error_messages={"invalid_choice": "请选择满足或不满足。"},
    )  # fmt: skip
    text = PlainText(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    evidence = forms.MultipleChoiceField(
        label="证明材料",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选的材料已被移除，请重新选择。"},
    )

    def __init__(
        self, data: Any = None, *, condition: Condition, attachments: list[Attachment], stored: Any = None,
        mine: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        content = mine or (stored.content if stored else {})
        initial = content | {"base": stored.version if stored else 0}
        super().__init__(data, initial=initial, auto_id=f"id_{condition.key}_%s")
        self.condition = condition
        self.fields["text"].help_text = _HELP.format(condition.in_principle)
        for name in ("met", "text", "evidence"):
            self.fields[name].wanted = True  # type: ignore[attr-defined]
        self.fields["evidence"].choices = _grouped(attachments)  # type: ignore[attr-defined]

    def typed(self) -> dict[str, Any]:
        return {
            "met": self.cleaned_data.get("met", ""),
            "text": self.cleaned_data.get("text", ""),
            "evidence": self.cleaned_data.get("evidence", []),
        }

    def unsavable(self) -> dict[str, list[str]]:
        """A choice that is not on the page is no unfinished text."""
        return {name: [str(error) for error in faults] for name, faults in self.errors.items()}


def _grouped(attachments: list[Attachment]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The attachments by kind, in the order of the kinds."""
    order = list(Attachment.Kind)
    rows = sorted(attachments, key=lambda row: order.index(Attachment.Kind(row.kind)))
    return [
        (str(Attachment.Kind(kind).label), [(str(row.pk), row.title) for row in of_kind])
        for kind, of_kind in groupby(rows, key=lambda row: row.kind)
    ]


def answer_words(content: dict[str, Any], attachments: list[Attachment]) -> dict[str, str]:
    """An answer in words, for two of them side by side."""
    titles = {str(row.pk): row.title for row in attachments}
    return {
        "是否满足": MET.get(content.get("met", ""), ""),
        "说明": str(content.get("text", "")),
        "证明材料": "\n".join(titles[key] for key in content.get("evidence", []) if key in titles),
    }
