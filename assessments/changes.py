"""What a kept row said before: every correction with who, when, why and what became of which fact."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from procedure.reckoning import chinese_date

from .models import KeptRow

# Of the row itself and not what it says.
_OWN = ("version", "withdrawn_at", "withdrawn_by_name", "withdrawn_reason")


@dataclass(frozen=True)
class Change:
    """One correction: (label, before, after) for each fact that changed."""

    at: datetime
    who: str
    reason: str
    facts: list[tuple[str, str, str]]


def changes_of(row: KeptRow) -> list[Change]:
    """The newest first; what was first written is not one."""
    states = list(row.history.select_related("history_user").order_by("-history_id"))
    return [_change(new, old) for new, old in pairwise(states)]


def _change(new: Any, old: Any) -> Change:
    changed = new.diff_against(old, excluded_fields=_OWN).changes
    facts = [(_label(new, each.field), _words(old, each.field), _words(new, each.field)) for each in changed]
    who = new.history_user.name if new.history_user else ""
    return Change(new.history_date, who, new.history_change_reason or "", facts)


def _label(state: Any, name: str) -> str:
    return str(state.instance_type._meta.get_field(name).verbose_name)


def _words(state: Any, name: str) -> str:
    shown = getattr(state, f"get_{name}_display", None)
    value = shown() if shown else getattr(state, name)
    return chinese_date(value) if isinstance(value, date) else "" if value is None else str(value)
