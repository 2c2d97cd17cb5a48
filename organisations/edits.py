"""Editing rows that keep their history: by whom, why, and what somebody else changed in the meantime."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction

from procedure import clock

# For fields that are named by what they lead to.
_WORDS = {"reports_to": "报送的推荐单位", "sector": "所属领域"}


@dataclass(frozen=True)
class Change:
    """One saved state: who, when, why, and per field what it was and became."""

    by: str
    at: datetime
    reason: str
    fields: tuple[tuple[str, str, str], ...]


def save(row: Any, by: Any, reason: str) -> None:
    """Save a row with its line of history, at the portal's time."""
    row._history_user = by
    row._history_date = clock.now()
    row._change_reason = reason
    row.save()


def save_form(form: Any, by: Any, reason: str) -> bool:
    """Save what a model form made; False, with a sentence in it, if the same was entered in the same second."""
    try:
        with transaction.atomic():
            save(form.instance, by, reason)
    except IntegrityError:
        form.add_error(None, "刚刚有人录入了同样的名称或代码，请核对后再保存。")
        return False
    return True


def version_of(row: Any) -> int:
    """The number of the row's newest state, for a form to carry; 0 for one that has none."""
    newest: int | None = row.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


def changes_since(row: Any, version: int) -> list[Change]:
    """What was changed after the state that somebody has read, oldest first."""
    states = list(row.history.select_related("history_user").filter(history_id__gte=version).order_by("history_id"))
    found = (_change(before, after) for before, after in pairwise(states))
    return [change for change in found if change.fields]


def all_changes(row: Any) -> list[Change]:
    """The row's whole history, newest first."""
    states = list(row.history.select_related("history_user").order_by("history_id"))
    first = [_change(None, state) for state in states[:1]]
    return [*first, *(_change(before, after) for before, after in pairwise(states))][::-1]


def _change(before: Any, after: Any) -> Change:
    found = after.diff_against(before, foreign_keys_are_objs=True).changes if before else ()
    labels = {field.name: str(field.verbose_name) for field in after.instance_type._meta.fields} | _WORDS
    return Change(
        by=after.history_user.name if after.history_user else "系统",
        at=after.history_date,
        reason=after.history_change_reason or "",
        fields=tuple((labels[each.field], _said(each.old), _said(each.new)) for each in found),
    )


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(clock.BEIJING).strftime("%Y-%m-%d %H:%M")
    # A key that leads nowhere arrives as a row without one.
    return "（空）" if getattr(value, "pk", value) in (None, "") else str(value)
