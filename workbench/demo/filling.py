"""What a host or an organiser writes into a dossier of a build: sections and the promised rows, each base its own."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from assessments import dossiers
from assessments.dossiers.asked import FORMS, Asked
from assessments.models import Dossier, LedgerEntry
from bases.models import BaseIndicator, BaseMilestone, number_in
from organisations.models import Membership
from procedure import clock
from workbench.demo.told import NOTES, TEXTS

_MIDDLE = Decimal("0.45")


def fill(dossier: Dossier, seat: Membership, progress: float, luck: Random, *, lowered: bool = False) -> None:
    """Everything that it asks for, as far as the base has come; a ``lowered`` plan promises less in one row."""
    form = FORMS[dossier.kind]
    spoken = {"field": dossier.base.inner_name, "year": clock.today().year, "next": clock.today().year + 1}
    spoken |= {letter: luck.randint(2, 9) for letter in "abc"} | {letter: luck.randint(12, 96) for letter in "mnk"}
    for part in form.parts:
        text = luck.choice(TEXTS[dossier.kind][part.key]).format_map(spoken)
        stored = dossier.sections.filter(key=part.key).first()
        dossiers.save_section(
            dossier, part.key, {"text": f"<p>{text}</p>"}, base=stored.version if stored else 0, seat=seat
        )
    for entry in dossier.entries.select_related("task", "indicator", "milestone", "dossier__base"):
        said = said_of(entry, progress, luck)
        less = lowered and entry.indicator and entry.indicator.target_number
        if less:
            said, lowered = said | {"value": _number(less * Decimal("0.8"), entry)}, False
        if less or not _says_enough(entry, form.rows[entry.rows]):
            dossiers.save_entry(entry, said, base=entry.version, seat=seat)


def _says_enough(entry: LedgerEntry, asked: Asked) -> bool:
    """Of a new entry: what a plan takes over, a milestone that lies ahead, or what was reported as done already."""
    if entry.dossier.kind == Dossier.Kind.CONSTRUCTION_PLAN:
        return not entry.task
    if entry.milestone and asked.ahead and entry.milestone.due > clock.today():
        return True
    return bool(not entry.indicator and entry.status == "done" and entry.note)


def said_of(entry: LedgerEntry, progress: float, luck: Random) -> dict[str, str]:
    asked = FORMS[entry.dossier.kind].rows[entry.rows]
    promised: Any = entry.promised
    note = luck.choice(NOTES[entry.dossier.kind, entry.rows])
    if isinstance(promised, BaseMilestone):
        value = promised.due.isoformat() if asked.value else ""
        return {"value": value, "status": _status(asked, progress, promised.due), "note": note}
    if isinstance(promised, BaseIndicator):
        status = str(asked.statuses[0]) if asked.statuses else ""
        return {"value": _reached(entry, progress, luck), "status": status, "note": note}
    return {"value": "", "status": _status(asked, progress - luck.random() * 0.3), "note": note}


def _status(asked: Asked, progress: float, due: date | None = None) -> str:
    """Of what lies ahead the third; of what is done the first; of what is on its way the second, where there is one."""
    if not asked.statuses:
        return ""
    if len(asked.statuses) == 2 or (due and due <= clock.today()) or (due is None and progress >= 0.85):
        return str(asked.statuses[0])
    return str(asked.statuses[1 if due is None else 2])


def _reached(entry: LedgerEntry, progress: float, luck: Random) -> str:
    row = entry.indicator
    assert row is not None
    if entry.dossier.kind == Dossier.Kind.CONSTRUCTION_PLAN:
        return row.target
    if row.target_number is None:
        return row.target if progress >= 1 else row.midterm or "正在推进"
    middle = _number_in(row.midterm) or row.target_number * Decimal("0.4")
    return _number(_between(middle, row.target_number, Decimal(str(progress)), luck), entry)


def _between(middle: Decimal, target: Decimal, progress: Decimal, luck: Random) -> Decimal:
    """On the way over the mid-term value to the target, and at the end a little beyond it."""
    if progress >= _MIDDLE:
        value = middle + (target - middle) * (progress - _MIDDLE) / (1 - _MIDDLE)
    else:
        value = middle * progress / _MIDDLE if target > middle else middle * (1 + (_MIDDLE - progress))
    beyond = target * Decimal(luck.randint(0, 12)) / 100 if progress >= 1 else Decimal(0)
    return value + beyond if target >= middle else value


def _number(value: Decimal, entry: LedgerEntry) -> str:
    """As finely written as its target."""
    assert entry.indicator is not None
    fine = entry.indicator.target.partition(".")[2]
    return f"{value.quantize(Decimal(1).scaleb(-len(fine)), ROUND_HALF_UP):f}"


def _number_in(text: str) -> Decimal | None:
    found = number_in(text)
    return Decimal(found) if found is not None else None
