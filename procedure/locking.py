"""The one order in which rows are locked: roots by key, then the subject, then what the step names."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models

from .machines import Procedure
from .steps import Step


def lock(subject: Procedure, step: Step) -> tuple[Procedure, frozenset[uuid.UUID]]:
    """Lock everything that the step needs, and give the subject as it stands under the lock.

    Machine rows named in ``locks`` count by their roots, so that a step may cause others elsewhere.
    """
    named = _named_rows(subject, step)
    roots = {row.root: row for row in (subject, *(row for row in named if isinstance(row, Procedure)))}
    held = {root: _lock_row(roots[root].root_model(), root) for root in sorted(roots)}
    locked = held[subject.root] if subject.root == subject.pk else _lock_row(type(subject), subject.pk)
    for row in sorted((row for row in named if not isinstance(row, Procedure)), key=_order):
        _lock_row(type(row), row.pk)
    return locked, frozenset(held)


def relock(subject: Procedure) -> Procedure:
    """The subject under a root that is held already."""
    row: Procedure = _lock_row(type(subject), subject.pk)
    return row


def lock_root(model: type[Procedure], root: uuid.UUID) -> Procedure:
    row: Procedure = _lock_row(model, root)
    return row


def _named_rows(subject: Procedure, step: Step) -> list[models.Model]:
    rows: list[models.Model] = []
    for names in step.locks:
        found = names(subject)
        rows.extend(_listed(found))
    return rows


def _listed(found: Any) -> Iterable[models.Model]:
    if found is None:
        return []
    return [found] if isinstance(found, models.Model) else list(found)


def _order(row: models.Model) -> tuple[str, str]:
    return row._meta.label, str(row.pk)


def _lock_row(model: type[models.Model], key: Any) -> Any:
    # no_key: rows that only refer to this one need not wait.
    return model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=key)
