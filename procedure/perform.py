"""The only writers of state: ``perform`` takes a step, ``start`` brings a row into being."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from . import clock, keys
from .acts import Act, NotPermitted, ProcedureError, Refused
from .locking import lock, lock_root
from .machines import Procedure
from .models import Record
from .steps import Birth, Refusal, Seat
from .taking import admit, bear, birth_of, demand_birth, form_of, mirror, step_named, take

__all__ = ["NotPermitted", "ProcedureError", "Refusal", "Refused", "form_of", "perform", "start"]

_NEEDS_TWO = "本步骤须由经办提请、另一人审批，不能一人直接办理。"


def perform(
    subject: Procedure,
    name: str,
    *,
    seat: Seat | None,
    data: Mapping[str, Any] | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Record:
    """Take one step, or refuse and say why; a repeated ``key`` gets its first Record again.

    ``data`` is what the step's form expects, ``seen`` the version that the person looked at; the sweep's seat is
    ``TIMER``. Raises Refused, NotPermitted.
    """
    step = step_named(subject, name)
    try:
        with keys.one_use(), transaction.atomic():
            locked, roots = lock(subject, step)
            if not step.permits(locked, seat):
                raise NotPermitted(step.label)
            if step.two_person:
                raise Refused([Refusal(_NEEDS_TWO, step.article)])
            act = Act(locked, step, seat, clock.now(), locked=roots)
            admit(act, data, seen)
            record = take(act, key=key)
    except (NotPermitted, Refused):
        # Nearly every key is new, and one that is not never gets this far without a refusal, its Record's if no other.
        if first := keys.first_receipt(seat, key, Record.Kind.STEP, type(subject), name, subject.pk):
            return first
        raise
    mirror(subject, locked)
    return record


def start(row: Procedure, *, seat: Seat | None, key: uuid.UUID | None = None) -> Procedure:
    """Bear a row in its declared first state with the Record of version 0; a repeated ``key`` gives the first row."""
    birth = birth_of(row)
    try:
        with keys.one_use(), transaction.atomic():
            return _start(row, birth, seat, key)
    except (NotPermitted, Refused):
        if first := _first_row(row, birth, seat, key):
            return first
        raise


def _first_row(row: Procedure, birth: Birth, seat: Seat | None, key: uuid.UUID | None) -> Procedure | None:
    first = keys.first_receipt(seat, key, Record.Kind.BIRTH, type(row), birth.name, None)
    return type(row)._default_manager.get(pk=first.subject_id) if first else None


def _start(row: Procedure, birth: Birth, seat: Seat | None, key: uuid.UUID | None) -> Procedure:
    row.root = row.choose_root()
    if row.root != row.pk:
        lock_root(row)
    if not birth.permits(row, seat):
        raise NotPermitted(birth.label)
    act = Act(row, birth, seat, clock.now(), locked={row.root})
    demand_birth(act)
    bear(act, key=key)
    return row
