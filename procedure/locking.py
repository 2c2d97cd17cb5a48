"""The one order in which rows are locked: roots by key, then the subject, then what the step names."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models

from .acts import Refused
from .machines import Procedure
from .steps import Refusal, Step

STALE = "本页打开之后，该事项已有变动。请先看清最新情况，再决定是否办理。"


def lock(subject: Procedure, step: Step) -> tuple[Procedure, set[uuid.UUID]]:
    """Lock everything that the step needs; give the subject as it stands under the lock, and the roots held.

    Machine rows named in ``locks`` count by their roots, so that a step may cause others elsewhere.
    """
    named = [row for row in _named_rows(subject, step) if isinstance(row, Procedure)]
    models_of = {row.root: row.root_model() for row in (subject, *named)}
    held = {root: _lock_row(models_of[root], root) for root in sorted(models_of)}
    locked: Procedure = held.get(subject.pk) or relock(subject)
    rows = [*held.values(), *_lock_named(locked, step, set(held))]
    if step.locks:
        _forget_relations(locked)
    attach(locked, rows)
    return locked, set(held)


def relock(subject: Procedure) -> Procedure:
    """The subject under a root that is held already."""
    row: Procedure = _lock_row(type(subject), subject.pk)
    return row


def lock_root(row: Procedure) -> None:
    """Hold the root that a row hangs on or is about to be born under; the row then finds it as it stands."""
    attach(row, [_lock_row(row.root_model(), row.root)])


def _lock_named(locked: Procedure, step: Step, held: set[uuid.UUID]) -> list[models.Model]:
    """Lock the other rows, named anew: what the caller's object named may be long out of date."""
    named = sorted(_named_rows(locked, step), key=_order)
    if any(isinstance(row, Procedure) and row.root not in held for row in named):
        raise Refused([Refusal(STALE, step.article)])
    return [_lock_row(type(row), row.pk) for row in named if not isinstance(row, Procedure)]


def _named_rows(subject: Procedure, step: Step) -> list[models.Model]:
    return [row for names in step.locks for row in _listed(names(subject))]


def _listed(found: Any) -> Iterable[models.Model]:
    if found is None:
        return []
    return [found] if isinstance(found, models.Model) else list(found)


def _order(row: models.Model) -> tuple[str, str]:
    return row._meta.label, str(row.pk)


def _lock_row(model: type[models.Model], key: Any) -> Any:
    row = next(iter(model._default_manager.raw(_locking_statement(model, key), [key])), None)
    if row is None:
        raise model.DoesNotExist  # type: ignore[attr-defined]
    return row


_statements: dict[type[models.Model], str] = {}


def _locking_statement(model: type[models.Model], key: Any) -> str:
    """Written by Django once for each model: to write it costs as much as to run it."""
    if model not in _statements:
        # no_key: rows that only refer to this one need not wait.
        rows = model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=key).order_by()
        _statements[model], (_,) = rows.query.sql_with_params()
    return _statements[model]


def _forget_relations(locked: Procedure) -> None:
    """Drop what was read on the way to the locks: a guard must not judge by a row as it was before."""
    locked._state.fields_cache.clear()


def attach(locked: Procedure, rows: Iterable[models.Model]) -> None:
    """Let guards and steps find these rows at the end of the subject's own foreign keys."""
    found = {(type(row), row.pk): row for row in rows if row is not locked}
    for field in locked._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            row = found.get((field.related_model, getattr(locked, field.attname)))
            if row is not None:
                field.set_cached_value(locked, row)
