"""What a base has promised changes by a decided change alone: this is its only way in."""

from collections.abc import Mapping
from typing import Any

from procedure.acts import Act

from . import models

_FACTS = {
    models.BaseTask: ("title", "content"),
    models.BaseIndicator: ("kind", "name", "unit", "target", "midterm"),
    models.BaseMilestone: ("due", "content", "task_id"),
}


def change_promise(row: Any, facts: Mapping[str, Any], act: Act) -> None:
    """Write the next version of a promised row in the commit of the step that decides it; the one before is kept."""
    names = _FACTS[type(row)]
    models.PromiseState.objects.create(
        base_id=row.base_id, row=row.pk, version=row.version, content={name: getattr(row, name) for name in names},
        until=act.at, article=str(act.step.article), reason=act.note,
    )  # fmt: skip
    for name in names:
        setattr(row, name, facts.get(name, getattr(row, name)))
    row.version += 1
    row.save()
