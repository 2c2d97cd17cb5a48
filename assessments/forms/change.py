"""变更: the request of the ministry or government, the new host's answers, and what SAC's steps ask for (办法35)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.forms.papers import PaperField
from applications.papers import normalised_number
from assessments.changing import present_words, wanted_words
from assessments.models import Change
from bases import names
from bases.changing import PROMISES, find_promise
from bases.forms import DecisionForm
from bases.models import Base
from documents import uploads
from documents.fields import DayField, PastDay, PlainText, name_what_is_missing
from notices.forms.draft import NoticeFields, PullFields
from notices.publishing import PERIOD, last_contact
from organisations.codes import CodeFault, parse
from organisations.models import REGISTERING, Region, Sector, Unit
from procedure.articles import cite
from procedure.asked import uuid_in
from procedure.conditions import conditions
from procedure.forms import StepForm
from procedure.reckoning import beijing_day
from procedure.rulebook import MEASURES_2023

from .violation import CheckedFiles

_LONGEST = 4000
REGION, SECTOR, OTHER = "region", "sector", "other"
_ONE_LINE = {"title": ("任务名称", 200), "target": ("建设期满目标", 300), "midterm": ("中期目标", 300)}


def _long(label: str, help_text: str = "", rows: int = 4, **options: Any) -> PlainText:
    widget = forms.Textarea(attrs={"rows": rows})
    return PlainText(label=label, strip=True, max_length=_LONGEST, help_text=help_text, widget=widget, **options)


def _line(label: str, longest: int, help_text: str = "", **options: Any) -> PlainText:
    return PlainText(label=label, strip=True, max_length=longest, help_text=help_text, **options)


def abouts(base: Base) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a change of another major matter can be about: each promised row, the region, the sector, or else."""
    rows = [
        (each.label, [(f"{kind}:{row.pk}", str(row)) for row in getattr(base, each.related).all()])
        for kind, each in PROMISES.items()
    ]
    others = [(REGION, "所属区域"), (SECTOR, "所属领域"), (OTHER, "其他重大事项")]
    return [*(group for group in rows if group[1]), ("其他", others)]


def about_of(change: Change) -> str:
    """What a kept request is about, as ``abouts`` names it."""
    values = change.values
    if "promise" in values:
        return f"{values['kind']}:{values['promise']}"
    return next((about for about in (REGION, SECTOR) if f"{about}_id" in values), OTHER)


def _promise_fields(kind: str) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {}
    for name in PROMISES[kind].columns:
        if name == "due":
            made[name] = DayField("完成时间")
        elif name in _ONE_LINE:
            label, longest = _ONE_LINE[name]
            made[name] = _line(label, longest, required=name != "midterm")
        else:
            made[name] = _long("主要内容" if kind == "task" else "节点内容")
    return made


def fields_for(kind: str, about: str) -> dict[str, forms.Field]:
    """The fields that say what becomes of the base."""
    if kind == Change.Kind.NAME:
        return {
            "inner_name": _line("新名称", 120, f"全称为“{names.PATTERN}”；填括号内的名称，或者粘贴全称。"),
            "english_name": _line("新英文名称中的×××", 160, "可以不写；也可以粘贴全称。", required=False),
        }
    if kind == Change.Kind.HOST:
        return {"host": _line("新承担单位的统一社会信用代码", 40, "新承担单位须先在本系统登记。")}
    if about == REGION:
        return {"region": forms.ModelChoiceField(Region.objects.order_by("code"), label="新的所属区域")}
    if about == SECTOR:
        rows = Sector.objects.filter(retired_at__isnull=True).order_by("code")
        return {"sector": forms.ModelChoiceField(rows, label="新的所属领域")}
    if about == OTHER:
        return {"now": _long("现在", "这一事项现在是怎样的。", 3), "what": _long("变更为", rows=3)}
    return _promise_fields(about.partition(":")[0])


class RequestFields(forms.Form):
    """What is asked for, why, and by which letter; ``base``, ``kind`` and ``about`` choose the fields."""

    reason = _long("理由", "写明为什么变更；公示和批准文件会用到。")
    letter_number = _line("来函文号", 60, "如 黔府函〔2026〕6号；括号怎样输入都可以。")
    letter_dated = PastDay("来函日期")

    base: Base
    kind: str
    about: str

    def choose(self, base: Base, kind: str, about: str) -> None:
        self.base, self.kind, self.about = base, kind, about
        chosen = fields_for(kind, about)
        self.fields = {**chosen, **self.fields}
        name_what_is_missing(self)

    def clean_inner_name(self) -> str:
        try:
            return names.inner_name(self.cleaned_data["inner_name"])
        except names.NameRefused as refused:
            raise ValidationError(str(refused)) from None

    def clean_english_name(self) -> str:
        try:
            return names.english_part(self.cleaned_data["english_name"])
        except names.NameRefused as refused:
            raise ValidationError(str(refused)) from None

    def clean_host(self) -> Unit:
        try:
            code = parse(self.cleaned_data["host"]).text
        except CodeFault as fault:
            raise ValidationError(str(fault)) from None
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise ValidationError("这个代码的单位还没有在本系统登记，请新承担单位先登记，再提出变更。")
        if unit.kind not in REGISTERING:
            raise ValidationError("承担单位须是企业、事业单位等（办法第四条），不能是主管部门。")
        return unit

    def clean_letter_number(self) -> str:
        number = normalised_number(self.cleaned_data["letter_number"])
        if number is None:
            raise ValidationError("文号应有年份和顺序号，形如 黔府函〔2026〕6号，请照来函填写。")
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        cleaned["facts"] = facts = self._facts(cleaned)
        wished = Change(base=self.base, kind=self.kind, **facts)
        if wanted_words(wished) == present_words(self.base, self.kind, wished.values):
            self.add_error(next(iter(fields_for(self.kind, self.about))), "与现在的相同，没有变更。")
        return cleaned

    def _facts(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of the row that come of this form."""
        said = {name: cleaned[name] for name in ("reason", "letter_number", "letter_dated")}
        if self.kind == Change.Kind.NAME:
            return said | {name: cleaned[name] for name in ("inner_name", "english_name")}
        if self.kind == Change.Kind.HOST:
            return said | {"host": cleaned["host"]}
        return said | {"values": self._values(cleaned)}

    def _values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        if self.about in (REGION, SECTOR):
            return {f"{self.about}_id": cleaned[self.about].pk}
        if self.about == OTHER:
            return {name: cleaned[name] for name in ("now", "what")}
        kind, _, key = self.about.partition(":")
        wanted = {name: str(cleaned[name]) for name in PROMISES[kind].columns}
        return {"kind": kind, "promise": key, **wanted}


class RequestForm(RequestFields):
    """书面申请: with the sealed letter, and whatever else proves it."""

    letter = PaperField(label="盖章来函扫描件")
    evidence = CheckedFiles(
        label="其他材料", required=False, help_text=f"可以不传，可一次选多个。{uploads.ACCEPTED_WORDS}。"
    )

    def __init__(self, *args: Any, base: Base, kind: str, about: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choose(base, kind, about)


class RequestAgainForm(RequestFields, StepForm):
    """The request corrected; begins with what was sent back."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        change: Change = self.subject
        self.choose(change.base, change.kind, about_of(change))
        self.initial = _kept(change)


def _kept(change: Change) -> dict[str, Any]:
    names_kept = ("reason", "letter_number", "letter_dated", "inner_name", "english_name")
    kept = {name: getattr(change, name) for name in names_kept} | dict(change.values)
    kept["host"] = change.host.code if change.host else ""
    return kept | {about: change.values.get(f"{about}_id") for about in (REGION, SECTOR)}


def about_there(base: Base, about: str) -> bool:
    """Whether an address names something of this base."""
    kind, _, key = about.partition(":")
    if not key:
        return about in (REGION, SECTOR, OTHER)
    return kind in PROMISES and uuid_in(key) is not None and find_promise(base, kind, key) is not None


class ChangeFilesForm(forms.Form):
    """More material; the letter anew only from the authority that wrote it."""

    letter = PaperField(label="重新上传盖章来函", required=False)
    evidence = CheckedFiles(
        label="材料", required=False, help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。"
    )

    def __init__(self, *args: Any, with_letter: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not with_letter:
            del self.fields["letter"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("evidence") and not cleaned.get("letter"):
            raise ValidationError("请选择要上传的文件。")
        return cleaned


_MET = [("yes", "满足"), ("no", "不满足")]


class ConditionsForm(StepForm):
    """第十条 condition by condition: met and how, or not met and why the unit takes the base over all the same."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = conditions(MEASURES_2023.key, self.subject.base.kind, type_lists=False)
        before = {answer.key: answer for answer in self.subject.answers.all()}
        for condition in self.asked:
            answer = before.get(condition.key)
            self.fields[f"met_{condition.key}"] = forms.ChoiceField(
                label=condition.text, choices=_MET, widget=forms.RadioSelect,
                initial=("yes" if answer.is_met else "no") if answer else None,
            )  # fmt: skip
            self.fields[f"text_{condition.key}"] = _long(
                "说明", "满足的，写明如何满足；不满足的，写明理由（办法第十条“原则上应当满足”）。", 3,
                initial=answer.text if answer else "",
            )  # fmt: skip
        self.fields["note"] = _long("承接意见", "写明同意承接，并承诺接手原承担单位未完成的任务。", 3)
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.subject.files.filter(part="answer").exists():
            self.add_error(None, "请先在“材料”中上传证明材料，再提交条件说明。")
        if not self.errors:
            cleaned["answers"] = [
                (each.key, cleaned[f"met_{each.key}"] == "yes", cleaned[f"text_{each.key}"]) for each in self.asked
            ]
        return cleaned


class ChangeNoteForm(StepForm):
    note = _long("说明", "写清理由和要求；有关单位会看到。", error_messages={"required": "请写明说明。"})


_TEXT = (
    "依照{article}，{asked_by}书面申请{what}。经国家标准委审查，拟同意变更，变更事项见附表。现予公示，公示期为{period}。\n"
    "公示期内，任何单位和个人如有异议，请用真实姓名和联系方式，通过本系统的公示页面提出，或者书面送达下列受理部门，"
    "说明事实和理由，并附证明材料。异议人的身份依法保密。"
)


class PublishChangeForm(NoticeFields, StepForm):
    """The notice as it will stand; nothing of it can be changed once it is published."""

    title = _line("标题", 120)
    office = _line("受理异议的部门", 100)
    phone = _line("联系电话", 60)
    address = _line("通讯地址", 200)
    field_order = ("title", "text", "shown_end", "office", "phone", "email", "address", "official_url")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)
        if not self.is_bound:
            self.initial = {"title": self._title(), "text": self._text()} | last_contact()

    def _what(self) -> str:
        change: Change = self.subject
        return f"{change.base.full_name}{change.get_kind_display()}"

    def _title(self) -> str:
        again = "更正" if self.subject.items.exists() else ""
        return f"关于{again}拟同意{self._what()}的公示"

    def _text(self) -> str:
        written = _TEXT.format(article=cite("办法35"), asked_by=self.subject.asked_by, what=self._what(), period=PERIOD)
        newest = self.subject.items.select_related("item__notice").last()
        if newest is None:
            return written
        day = newest.item.notice.published_on
        return f"{day.year}年{day.month}月{day.day}日发布的公示中有关内容有误，现更正如下，公示期重新计算。\n{written}"


class PullChangeForm(PullFields, StepForm):
    """Why the notice is withdrawn, and whether a corrected one follows."""


class ApproveChangeForm(DecisionForm):
    """The document, and the day from which the change holds."""

    effective_on = DayField("生效日", "当天或者以后；当天的，签批后即生效，以后的，到日自动生效。")
    remarks = _long("其他要求", "写入批准文件；可以不写。", 3, required=False)

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        item = self.subject.item
        if item is not None and day < beijing_day(item.ends_at):
            raise ValidationError("公示期满之前不能生效，请另定生效日。")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        dated, day = cleaned.get("dated"), cleaned.get("effective_on")
        if dated and day and day < dated:
            self.add_error("effective_on", "生效日不能早于成文日期。")
        if dated and self.subject.item is not None and dated < beijing_day(self.subject.item.ends_at):
            self.add_error("dated", "成文日期不能早于公示期满的次日。")
        return cleaned
