"""What SAC's desk types: the number, results of the checklist, supplements, the end of the form check."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications import assigning, checking, numbering, supplementing
from applications.attaching import LARGEST_TOGETHER
from applications.models import CheckResult, SupplementItem
from applications.papers import Paper
from documents import uploads
from documents.fields import ComingDay, PlainText, name_what_is_missing

from .attachments import FilesField
from .revising import words
from .steps import StepForm

ROWS = 10
# So many lines stand open; the others are a press away.
_OPEN_ROWS = 3


class StartCheckForm(StepForm):
    """SAC's number: the next free one is offered, another may be typed."""

    sac_number = PlainText(
        label="编号", strip=True, max_length=20, error_messages={"required": "请给定编号，或保留系统给出的编号。"}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["sac_number"]
        field.help_text = f"{numbering.pattern_words(self.subject)}；给定后不再改变。"
        if not self.is_bound:
            field.initial = numbering.next_number(self.subject)

    def clean_sac_number(self) -> str:
        number = str(self.cleaned_data["sac_number"]).upper()
        if not numbering.fits(self.subject, number):
            raise ValidationError(f"编号应{numbering.pattern_words(self.subject)}。", code="pattern")
        numbering.one_after_another()
        if holder := numbering.holder_of(number, but=self.subject):
            following = numbering.next_number(self.subject)
            raise ValidationError(f"{number}已给了{holder}，下一个可用的编号是 {following}。", code="taken")
        return number


class RemarkForm(StepForm):
    note = words("说明", required=False, help_text="可以不写；写了的，有关单位会看到。")


class RejectForm(StepForm):
    note = words(
        "理由", required=True, help_text="写明哪些不符合、依据什么；经审批后送达申报单位、组织单位和推荐单位。"
    )


class ResumeForm(StepForm):
    """The end of a supplement: what was not answered is let go with a reason."""

    note = words("说明", required=False, help_text="还有没有答复的项目时必填：写明不再等待的理由。")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        waiting = len(supplementing.open_items(self.subject))
        if waiting and not cleaned.get("note") and not self.has_error("note"):
            self.add_error("note", f"还有 {waiting} 项没有答复，请写明不再等待的理由。")
        return cleaned


class SupplementForm(StepForm):
    """Up to ten things, each asked of one unit, by a day; an empty line asks for nothing."""

    due_on = ComingDay("补齐期限", "当天 24 时前；逾期的由国家标准委研究决定，不自动终止。")
    note = words("说明", required=False, help_text="写给各单位的总说明，可以不写。")
    drawn_by = "applications/_desk_supplement_fields.html"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [] if self.is_bound else _wanting(self.subject)
        for number in range(1, ROWS + 1):
            to, text = offered[number - 1] if number <= len(offered) else ("", "")
            self._add_row(number, to, text)
        name_what_is_missing(self)

    def _add_row(self, number: int, to: str, text: str) -> None:
        self.fields |= {
            f"item_{number}_to": forms.ChoiceField(
                label=f"第 {number} 项向谁要",
                choices=[("", "请选择"), *SupplementItem.To.choices],
                required=False,
                initial=to,
            ),
            f"item_{number}_text": words(f"第 {number} 项要求", required=False, rows=3),
            f"item_{number}_plan": forms.BooleanField(label="要求修改申报方案，重新报送", required=False),
            f"item_{number}_sealed": forms.BooleanField(label="须重新盖章并上传扫描件", required=False),
        }
        self.fields[f"item_{number}_text"].initial = text
        for name in ("to", "text"):
            # Needed in every line that is used at all.
            self.fields[f"item_{number}_{name}"].wanted = True  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields line by line; ``folded`` the lines that nobody has written in yet."""
        return [self._row(number) for number in range(1, ROWS + 1)]

    def _row(self, number: int) -> dict[str, Any]:
        fields = {name: self[f"item_{number}_{name}"] for name in ("to", "text", "plan", "sealed")}
        used = any(field.value() or field.errors for field in fields.values())
        return {"number": number, "folded": number > _OPEN_ROWS and not used, **fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        items = [item for number in range(1, ROWS + 1) if (item := self._item(number, cleaned))]
        if not items and not self.errors:
            self.add_error("item_1_text", "请至少写一项要求，并选择向谁要。")
        return cleaned | {"items": items}

    def _item(self, number: int, cleaned: dict[str, Any]) -> dict[str, Any] | None:
        """One line as an item; nothing for an empty one, or for one at fault."""
        to, text, plan, sealed = (cleaned.get(f"item_{number}_{name}") for name in ("to", "text", "plan", "sealed"))
        if not (to or text or plan or sealed):
            return None
        faults = list(_row_faults(to or "", text or "", plan=bool(plan), sealed=bool(sealed)))
        for name, sentence in faults:
            if not self.has_error(f"item_{number}_{name}"):
                self.add_error(f"item_{number}_{name}", sentence)
        return None if faults else {"to": to, "text": text, "wants_plan": plan, "sealed_again": sealed}


def _row_faults(to: str, text: str, *, plan: bool, sealed: bool) -> Any:
    if not text:
        yield "text", "请写明要补充什么。"
    if not to:
        yield "to", "请选择向谁要。"
    elif plan and to != SupplementItem.To.APPLICANT:
        yield "plan", "申报方案由申报单位修改，这一项请选“申报单位”。"
    if sealed and not plan and to != SupplementItem.To.RECOMMENDER:
        yield "sealed", "重新盖章的，或者同时要求修改申报方案，或者向推荐单位要现有版本的扫描件。"


def _wanting(application: Any) -> list[tuple[str, str]]:
    """What the checklist found wanting, as the first lines: to be corrected by whoever asks."""
    recommenders = (checking.SEAL, checking.LETTER, checking.COPIES)
    return [
        ("recommender" if item.key in recommenders else "applicant", f"{item.point.heading}：{item.result.reason}")
        for item in checking.items(application)
        if item.is_unmet and item.result is not None
    ][:ROWS]


class CheckResultForm(forms.Form):
    """The result on one point, with its reason where it is not met; ``base`` is what the page was opened on."""

    result = forms.ChoiceField(
        label="结果", choices=CheckResult.Result.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择结果。", "invalid_choice": "请从三种结果中选择一种。"},
    )  # fmt: skip
    reason = words("理由", required=False, rows=2)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, data: Any = None, *, item: checking.CheckItem) -> None:
        stored = item.result
        initial = {"reason": stored.reason if stored else "", "base": item.base}
        if stored and item.current:
            initial["result"] = stored.result
        super().__init__(data, initial=initial, auto_id=f"id_{item.key}_%s")
        self.item = item
        self.fields["reason"].wanted = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("result") == CheckResult.Result.UNMET and not cleaned.get("reason"):
            self.add_error("reason", "不符合的，请写明理由。")
        return cleaned


class HandOverCaseForm(forms.Form):
    """To whom SAC's part of a case goes; ``had`` is who had it on the page."""

    officer: Any = forms.ModelChoiceField(None, label="转交给", empty_label="请选择")
    note = PlainText(label="说明", required=False, strip=True, max_length=200, help_text="接办人会看到。")
    had = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, colleagues: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["officer"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["officer"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]
        name_what_is_missing(self)


class HandOverSeveralForm(forms.Form):
    """To whom several cases go."""

    officer: Any = forms.ModelChoiceField(None, label="转交给", empty_label="请选择")
    note = PlainText(label="说明", required=False, strip=True, max_length=200, help_text="接办人会看到。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["officer"].queryset = assigning.officers()  # type: ignore[attr-defined]
        self.fields["officer"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]
        name_what_is_missing(self)


class CheckedFilesField(FilesField):
    """Files, all of them fit to be kept, or none: a refused one is named, and nothing is kept by halves."""

    def clean(self, data: Any, initial: Any = None) -> list[Paper]:
        found, faults = [], []
        for upload in super().clean(data, initial):
            try:
                found.append(Paper(upload, uploads.check(upload)))
            except ValidationError as refused:
                faults.append(f"“{upload.name}”：{' '.join(refused.messages)}")
        if faults:
            raise ValidationError(faults)
        if sum(paper.checked.size for paper in found) > LARGEST_TOGETHER:
            raise ValidationError("一次答复的材料合计不能超过 200 MB，请压缩后再上传。")
        return found


class SupplementAnswerForm(forms.Form):
    """What a unit answers: words, files, or both."""

    text = words("答复", required=False, help_text="直接送国家标准委；提交后不能修改。")
    material = CheckedFilesField(
        label="材料", required=False,
        help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB，合计不超过 200 MB。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text") and not cleaned.get("material"):
            self.add_error("text", "请写答复，或者上传材料。")
        return cleaned
