"""What is missing before a plan can be submitted, each item with the place where it is put right."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists

from . import sections

if TYPE_CHECKING:
    from .models import Application, Section


@dataclass(frozen=True)
class Missing:
    """One missing item: the section that it belongs to, the field there, and a sentence."""

    section: str
    field: str
    sentence: str

    @property
    def heading(self) -> str:
        return sections.heading_of(self.section)


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
    """Every required item of annex 2 that is not there yet, in the order of the form."""
    saved = {section.key: section for section in application.sections.all()}
    found = [*_basic(saved.get(sections.BASIC)), *_texts(saved), *_lists(application)]
    order = list(required_counts())
    return sorted(found, key=lambda item: order.index(item.section))


def progress(application: "Application", missing: list[Missing]) -> dict[str, Progress]:
    """Progress by section, from the missing items already found."""
    wanting: dict[str, int] = {}
    for item in missing:
        wanting[item.section] = wanting.get(item.section, 0) + 1
    return {key: Progress(key, total - wanting.get(key, 0), total) for key, total in required_counts().items()}


def required_counts() -> dict[str, int]:
    basic = len(sections.BASIC_FIELDS) - len(sections.BASIC_OPTIONAL)
    counts = {sections.BASIC: basic}
    counts |= {section.key: 1 for section in sections.SECTIONS}
    return counts | {sections.ATTACHMENTS: 1}


def _basic(saved: "Section | None") -> list[Missing]:
    content = saved.content if saved else {}
    return [
        Missing(sections.BASIC, name, f"“{label}”尚未填写")
        for name, label in sections.BASIC_FIELDS.items()
        if name not in sections.BASIC_OPTIONAL and not str(content.get(name, "")).strip()
    ]


def _texts(saved: "dict[str, Section]") -> list[Missing]:
    return [
        Missing(section.key, "text", f"“{section.title}”尚未填写")
        for section in sections.SECTIONS
        if section.required and not (section.key in saved and saved[section.key].text.strip())
    ]


_LISTS = (
    ("tasks", "tasks", "rows", "重点任务至少填写一条"),
    ("indicators", "indicators", "rows", "考核指标至少填写一条"),
    ("milestones", "schedule", "rows", "进度计划至少填写一个节点"),
    ("attachments", sections.ATTACHMENTS, "file", "请至少上传一份证明材料"),
)


def _lists(application: "Application") -> list[Missing]:
    """The lists without a row; one query asks for all of them."""
    rows = {name: getattr(application, name).all() for name, *_ in _LISTS}
    rows["attachments"] = rows["attachments"].filter(removed_at__isnull=True)
    asked = {f"some_{name}": Exists(found) for name, found in rows.items()}
    some: Any = type(application)._default_manager.filter(pk=application.pk).values(**asked).get()
    return [Missing(section, field, sentence) for name, section, field, sentence in _LISTS if not some[f"some_{name}"]]
