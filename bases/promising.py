"""What a base has promised changes by a decided change alone: this is its only way in."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from procedure.acts import Act

from . import models

_FACTS = {
    models.BaseTask: ("title", "content"),
    models.BaseIndicator: ("kind", "name", "unit", "target", "midterm"),
    models.BaseMilestone: ("due", "content", "task_id"),
}


def change_promise(row: Any, facts: Mapping[str, Any], act: Act, *, reason: str) -> None:
    """Write the next version of a promised row in the commit of the step that decides it; the one before is kept."""
    names = _FACTS[type(row)]
    models.PromiseState.objects.create(
        base_id=row.base_id, row=row.pk, version=row.version, content={name: getattr(row, name) for name in names},
        until=act.at, article=str(act.step.article), reason=reason,
    )  # fmt: skip
    for name in names:
        setattr(row, name, facts.get(name, getattr(row, name)))
    row.version += 1
    row.save()


def as_promised(base: Any, rows: Iterable[Any], before: datetime) -> list[Any]:
    """The rows as they were known before a moment; what was decided later is taken back, and nothing is saved."""
    later = base.promise_states.filter(until__gte=before).order_by("-version").values_list("row", "content")
    was = dict(later)
    return [_again(row, was.get(row.pk)) for row in rows]


def _again(row: Any, content: Mapping[str, Any] | None) -> Any:
    for name, value in (content or {}).items():
        setattr(row, name, date.fromisoformat(value) if name == "due" else value)
    if isinstance(row, models.BaseIndicator):
        row.target_number = models.number_in(row.target)
    return row
