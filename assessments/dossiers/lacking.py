"""What a dossier still lacks before it can be filed, each with the place where it is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bases.models import BaseIndicator, BaseMilestone, number_in
from documents import rich

from .asked import ROWS, Asked, form_of

if TYPE_CHECKING:
    from assessments.models import Dossier, LedgerEntry

FILES = "files"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing; ``place`` is the section's key or the list of rows, ``entry`` the row's entry."""

    place: str
    heading: str
    sentence: str
    entry: int | None = None


def missing(dossier: "Dossier") -> list[Missing]:
    """Everything that a dossier lacks, in the order of its pages."""
    entries = dossier.entries.select_related("task", "indicator", "milestone")
    return [*_texts(dossier), *lacking_rows(dossier, entries)]


def _texts(dossier: "Dossier") -> Iterator[Missing]:
    said = {section.key: section.text for section in dossier.sections.all()}
    for part in form_of(dossier).parts:
        if part.required and rich.is_empty(said.get(part.key, "")):
            yield Missing(part.key, part.title, f"“{part.title}”还没有填写。")


def lacking_rows(dossier: "Dossier", entries: "Iterable[LedgerEntry]") -> list[Missing]:
    form, found = form_of(dossier), list(entries)
    return [
        Missing(rows, heading, f"“{_short(entry.promised)}”：{'；'.join(lacks)}。", entry.pk)
        for rows, heading in ROWS.items()
        for entry in found
        if entry.rows == rows and (lacks := lacks_of(entry, form.rows[rows]))
    ]


def lacks_of(entry: "LedgerEntry", asked: Asked) -> list[str]:
    """What one entry lacks of what is asked."""
    lacks = []
    if asked.statuses and entry.status not in asked.statuses:
        lacks.append("未选择状态")
    if asked.value and not entry.value.strip():
        lacks.append(f"未填写{asked.value}")
    elif asked.value and (fault := _fault(entry.promised, entry.value)):
        lacks.append(f"{asked.value}{fault}")
    if asked.note_wanted and not entry.note.strip():
        lacks.append(f"未填写{asked.note}")
    return lacks


def _fault(promised: Any, value: str) -> str:
    """Why a value cannot be held against its promise."""
    if isinstance(promised, BaseIndicator) and promised.target_number is not None and number_in(value) is None:
        unit = f"，单位“{promised.unit}”不要写" if promised.unit else ""
        return f"应为数字{unit}"
    return "应为日期，如 2028-06-30" if isinstance(promised, BaseMilestone) and day_in(value) is None else ""


def day_in(value: str) -> date | None:
    """The day that is written, if it is one and nothing else."""
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def _short(promised: Any) -> str:
    words = str(promised)
    return words if len(words) <= 30 else f"{words[:29]}…"
