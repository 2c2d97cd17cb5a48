"""An expert's answer: yes with declaration and pledge, a relation that he declares, or no with the reason."""

from typing import Any

from django import forms

from documents.fields import PlainText
from reviews.models import ExpertRelation

from .panels import words

ACCEPT, DECLARE, DECLINE = "accept", "declare", "decline"
_ANSWERS = [
    (ACCEPT, "接受邀请，没有须回避的情形"),
    (DECLARE, "与所列单位有须回避的关系（在下面写明）"),
    (DECLINE, "不能参加"),
]


_DECLARED = "您写明了与所列单位的关系，请改选“与所列单位有须回避的关系”；没有的，请改为“没有关系”。"


class AnswerForm(forms.Form):
    """``units`` are (role, name, code); each has a line on which a relation with it can be declared."""

    answer = forms.ChoiceField(
        label="您的答复", choices=_ANSWERS, widget=forms.RadioSelect, error_messages={"required": "请选择您的答复。"}
    )
    declares = forms.BooleanField(label="我声明：上述情况属实", required=False)
    pledges = forms.BooleanField(label="我承诺遵守上列各项", required=False)
    reason = words("不能参加的原因", required=False, rows=3)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str, str]], accepted: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = units
        if accepted:
            self.fields["answer"].choices = _ANSWERS[1:]  # type: ignore[attr-defined]
        kinds = [("", "没有关系"), *ExpertRelation.Kind.choices]
        for number, (_, name, _) in enumerate(units):
            self.fields[f"kind_{number}"] = forms.ChoiceField(label=f"与{name}的关系", choices=kinds, required=False)
            self.fields[f"note_{number}"] = PlainText(
                label=f"与{name}的关系的说明", max_length=200, required=False, strip=True
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {"role": role, "name": name, "kind": self[f"kind_{number}"], "note": self[f"note_{number}"]}
            for number, (role, name, _) in enumerate(self.units)
        ]

    @property
    def relations(self) -> list[dict[str, str]]:
        found = []
        for number, (_, name, _) in enumerate(self.units):
            if kind := self.cleaned_data.get(f"kind_{number}"):
                found.append({"unit": name, "kind": kind, "note": self.cleaned_data.get(f"note_{number}", "")})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answer = cleaned.get("answer")
        if answer == ACCEPT:
            self._accepts(cleaned)
        elif answer == DECLARE and not self.relations:
            self.add_error("answer", "请在下面选择与哪个单位有什么关系。")
        elif answer == DECLINE and not cleaned.get("reason"):
            self.add_error("reason", "请写明不能参加的原因。")
        return cleaned

    def _accepts(self, cleaned: dict[str, Any]) -> None:
        if self.relations:
            self.add_error(
                "answer", "您写明了与所列单位的关系，请改选“与所列单位有须回避的关系”；没有的，请改为“没有关系”。"
            )
        if not cleaned.get("declares"):
            self.add_error("declares", "接受邀请须作出声明。")
        if not cleaned.get("pledges"):
            self.add_error("pledges", "接受邀请须作出承诺。")
