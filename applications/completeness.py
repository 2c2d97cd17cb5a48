"""What is missing before a plan can be submitted, each item with the place where it is put right."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection

from documents import rich

from . import sections

if TYPE_CHECKING:
    from .models import Application, Section

# Tags and blanks of clean rich text.
_MARKS = re.compile(r"<[^>]*>|&nbsp;|[\s\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True)
class Missing:
    """One missing item: the section that it belongs to, the field there, and a sentence."""

    section: str
    field: str
    sentence: str

    @property
    def heading(self) -> str:
        return sections.heading_of(self.section)

    @property
    def anchor(self) -> str:
        """Where on its page the item is put right."""
        return self.field if self.section == sections.CONDITIONS else f"id_{self.field}"


@dataclass(frozen=True)
class Progress:
    """How far one section is: required items filled, of how many."""

    key: str
    filled: int
    required: int

    @property
    def done(self) -> bool:
        return self.filled >= self.required

    @property
    def words(self) -> str:
        if self.done and self.required:
            return "已填齐"
        return "未开始" if not self.filled else f"已填 {self.filled}/{self.required}"


def missing_items(application: "Application") -> list[Missing]:
    """All that is asked for and not there yet, in the order of the form, the conditions last."""
    saved = _saved(application)
    return [*_of_form(application, saved), *_of_conditions(application, saved)]


def missing_of_form(application: "Application") -> list[Missing]:
    """What annex 2 asks for."""
    return _of_form(application, _saved(application))


def missing_conditions(application: "Application") -> list[Missing]:
    """The conditions without an answer, without evidence, or unmet without a reason (办法10)."""
    return _of_conditions(application, _saved(application))


def _saved(application: "Application") -> "dict[str, Section]":
    return {section.key: section for section in application.sections.all()}


def _of_form(application: "Application", saved: "dict[str, Section]") -> list[Missing]:
    found = [*_basic(saved.get(sections.BASIC)), *_texts(saved), *_lists(application)]
    order = list(required_counts(application))
    return sorted(found, key=lambda item: order.index(item.section))


def _of_conditions(application: "Application", saved: "dict[str, Section]") -> list[Missing]:
    """Each answer says whether the condition is met and how; evidence if it is, a reason if it is not."""
    found = []
    for number, condition in enumerate(application.call.conditions(application.kind), start=1):
        answer = saved.get(sections.of_condition(condition.key))
        if not condition.optional and (lacking := _lacking(answer.content if answer else {})):
            sentence = f"申报条件第 {number} 条{lacking}"
            found.append(Missing(sections.CONDITIONS, condition.key, sentence))
    return found


def _lacking(answer: dict[str, Any]) -> str:
    met, text = answer.get("met"), str(answer.get("text", "")).strip()
    if met not in ("yes", "no"):
        return "尚未答复"
    if met == "no":
        return "" if text else "没有写明不满足而仍然申报的理由"
    if not text:
        return "没有说明如何满足"
    return "" if answer.get("evidence") else "没有选定证明材料"


def progress(application: "Application", missing: list[Missing]) -> dict[str, Progress]:
    """Progress by section, from the missing items already found."""
    wanting: dict[str, int] = {}
    for item in missing:
        wanting[item.section] = wanting.get(item.section, 0) + 1
    counts = required_counts(application)
    return {key: Progress(key, total - wanting.get(key, 0), total) for key, total in counts.items()}


def required_counts(application: "Application") -> dict[str, int]:
    basic = len(sections.BASIC_FIELDS) - len(sections.BASIC_OPTIONAL)
    counts = {sections.BASIC: basic}
    counts |= {section.key: 1 for section in sections.SECTIONS}
    asked = [each for each in application.call.conditions(application.kind) if not each.optional]
    return counts | {sections.ATTACHMENTS: 1, sections.CONDITIONS: len(asked)}


def _basic(saved: "Section | None") -> list[Missing]:
    content = saved.content if saved else {}
    wrong = ((name, _wrong(name, label, str(content.get(name, "")))) for name, label in sections.BASIC_FIELDS.items())
    return [Missing(sections.BASIC, name, sentence) for name, sentence in wrong if sentence]


def _wrong(name: str, label: str, value: str) -> str:
    """What a save let through, so that nothing typed was lost, and a submission does not."""
    if not value.strip():
        return "" if name in sections.BASIC_OPTIONAL else f"“{label}”尚未填写"
    if len(value) > sections.BASIC_LONGEST:
        return f"“{label}”超过 {sections.BASIC_LONGEST} 字"
    return f"“{label}”不是有效的电子邮箱" if name == "email" and not _is_address(value) else ""


def _is_address(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def _texts(saved: "dict[str, Section]") -> list[Missing]:
    found = []
    for section in sections.SECTIONS:
        row = saved.get(section.key)
        if section.required and not (row and says_something(row)):
            found.append(Missing(section.key, "text", f"“{section.title}”尚未填写"))
        elif row and len(row.text) > sections.LONGEST and _length(row) > sections.LONGEST:
            found.append(Missing(section.key, "text", f"“{section.title}”超过 {sections.LONGEST:,} 字，请删减"))
    return found


def says_something(section: "Section") -> bool:
    """Whether any letter stands in a section; what is stored is clean, so that a glance at it is enough."""
    return bool(_MARKS.sub("", section.text) if section.format == "html" else section.text.strip())


def _length(section: "Section") -> int:
    return rich.characters(section.text) if section.format == "html" else rich.counted(section.text)


_LISTS = (
    ("tasks", "rows", "重点任务至少填写一条"),
    ("indicators", "rows", "考核指标至少填写一条"),
    ("schedule", "rows", "进度计划至少填写一个节点"),
    (sections.ATTACHMENTS, "file", "请至少上传一份证明材料"),
)


def _lists(application: "Application") -> list[Missing]:
    """The lists without a row; one query asks for all of them."""
    with connection.cursor() as cursor:
        cursor.execute(_SOME, {"key": application.pk})
        there = cursor.fetchone()
    return [Missing(*missing) for missing, some in zip(_LISTS, there, strict=True) if not some]


# In the order of the lists. Every page of the form asks, and to have Django write it took ten times as long.
_SOME = """
    SELECT EXISTS (SELECT FROM applications_task WHERE application_id = %(key)s),
        EXISTS (SELECT FROM applications_indicator WHERE application_id = %(key)s),
        EXISTS (SELECT FROM applications_milestone WHERE application_id = %(key)s),
        EXISTS (SELECT FROM applications_attachment WHERE application_id = %(key)s AND removed_at IS NULL)"""
