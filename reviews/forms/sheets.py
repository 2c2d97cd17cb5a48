"""Forms of the sheet, of what the officer records beside it, and of the revision that follows a review."""

from collections.abc import Sequence
from typing import Any

from django import forms

from applications.forms import Savable, StepForm
from documents.fields import ComingDay, PastDay, PlainText, name_what_is_missing
from procedure import clock
from reviews.kinds import Aspect
from reviews.sheets import HIGHEST, LOWEST, OVERALL

LONGEST = 4000


def words(label: str, *, rows: int = 4, **options: Any) -> PlainText:
    return PlainText(
        label=label, strip=True, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class ReviseByForm(StepForm):
    """By when the applicant revises the plan; points and text come from the conclusion (办法14, 指南三（五）)."""

    due_on = ComingDay(
        "修改稿报送期限",
        help_text="该日 24 时前报送；提前 14、7、3、1 天提醒，逾期由国家标准委研究决定，不自动终止。",
    )
    note = words("给申报单位的说明", required=False, help_text="可以不写；评审意见和修改意见会一并送达。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class SheetForm(Savable):
    """A member's opinion: on each aspect words, a score if he likes, or that he does not know it; and on the whole."""

    def __init__(self, *args: Any, aspects: Sequence[Aspect], **options: Any) -> None:
        super().__init__(*args, **options)
        self.aspects = aspects
        for aspect in aspects:
            self._add(aspect.key, aspect.label)
        self.fields[OVERALL] = PlainText(
            label="总体意见", required=False, widget=forms.Textarea(attrs={"rows": 5}),
            help_text="建议的结论和主要理由；结论由评审组在会议上形成。",
        )  # fmt: skip
        self.fields[OVERALL].wanted = True  # type: ignore[attr-defined]

    def _add(self, key: str, label: str) -> None:
        opinion = PlainText(label=f"{label}：意见", required=False, widget=forms.Textarea(attrs={"rows": 5}))
        opinion.wanted = True  # type: ignore[attr-defined]
        self.fields[f"{key}_opinion"] = opinion
        self.fields[f"{key}_score"] = forms.IntegerField(
            label=f"{label}：分数（{LOWEST} 至 {HIGHEST}）", required=False, min_value=LOWEST, max_value=HIGHEST,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
            error_messages={
                "invalid": "分数请写整数。",
                "min_value": f"分数不低于 {LOWEST}。",
                "max_value": f"分数不高于 {HIGHEST}。",
            },
        )  # fmt: skip
        self.fields[f"{key}_unfamiliar"] = forms.BooleanField(label="不熟悉此项", required=False)

    @staticmethod
    def initial_of(content: dict[str, Any], base: int) -> dict[str, Any]:
        """The fields as they stand in a sheet."""
        found: dict[str, Any] = {"base": base, OVERALL: content.get(OVERALL, "")}
        for key, said in content.items():
            if key != OVERALL:
                found |= {f"{key}_{name}": value for name, value in said.items()}
        return found

    def typed(self) -> dict[str, Any]:
        """Also what is not right yet: a score that is none is saved as it was typed, and listed as missing."""
        found: dict[str, Any] = {OVERALL: self._text(OVERALL)}
        for aspect in self.aspects:
            found[aspect.key] = {
                "opinion": self._text(f"{aspect.key}_opinion"),
                "score": self._score(f"{aspect.key}_score"),
                "unfamiliar": bool(self[f"{aspect.key}_unfamiliar"].value()),
            }
        return found

    def _text(self, name: str) -> str:
        return str(self[name].value() or "").replace("\r\n", "\n").replace("\r", "\n")

    def _score(self, name: str) -> int | str | None:
        raw = str(self[name].value() or "").strip()
        return self.cleaned_data.get(name, raw) if raw else None

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Each aspect with its three fields."""
        return [
            {"aspect": each} | {name: self[f"{each.key}_{name}"] for name in ("opinion", "score", "unfamiliar")}
            for each in self.aspects
        ]


class SubmitSheetForm(forms.Form):
    """The own word for submitting; in the meeting with a reason, which all members read."""

    shown = forms.IntegerField(widget=forms.HiddenInput)
    reason = words("修改理由", rows=3, help_text="其他成员和经办看得到；首次提交的意见一并保留。")

    def __init__(self, *args: Any, in_meeting: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
        if not in_meeting:
            del self.fields["reason"]


class GiveBackForm(forms.Form):
    reason = words("退回理由", help_text="专家会看到；原来提交的一份保留。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


class AbsenceForm(GiveBackForm):
    reason = words("缺席原因", help_text="印在评审意见的签名处；缺席的专家仍可补签。")


class VisitForm(forms.Form):
    """现场考察, when one was held (指南三（五）)."""

    held_on = PastDay("考察日期")
    place = PlainText(label="地点", strip=True, max_length=200)
    people = words("参加人员", rows=3, help_text="专家和工作人员的姓名、单位。")
    findings = words("考察情况", rows=6)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day > clock.today():
            raise forms.ValidationError("考察日期不能在今天之后：举行之后再记录。", code="future")
        return day
