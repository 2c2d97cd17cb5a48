"""Idempotency: what a person sends twice under one key happens once, and gets its first receipt again."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from .acts import Refused
from .machines import Procedure
from .models import Record
from .steps import NONE, Refusal, Seat

_REUSED = "这次提交的标识已用于另一事项，请刷新页面后重新办理。"


def first_receipt(
    seat: Seat | None, key: uuid.UUID | None, kind: str, machine: type[Procedure], step: str, subject: uuid.UUID | None
) -> Record | None:
    """The first Record of this person's key, if it was used for the same thing; a new row's key is not known yet."""
    if key is None or not seat or seat.person_id is None:
        return None
    rows = Record.objects.filter(actor_id=seat.person_id, key=key)
    # Most keys are new, and to ask for no more than that costs half.
    if not rows.exists():
        return None
    first = rows.get()
    same = (first.kind, first.machine, first.step) == (kind, machine.machine, step)
    if not same or subject not in (None, first.subject_id):
        raise Refused([Refusal(_REUSED, first.article)])
    return first


@contextmanager
def one_use() -> Iterator[None]:
    """A second use of a key is refused by its Record; whoever catches that may ask what the first was for."""
    try:
        yield
    except IntegrityError as error:
        if not is_conflict(error):
            raise
        raise Refused([Refusal(_REUSED, NONE("管理需要"))]) from error


def is_conflict(error: IntegrityError) -> bool:
    return "record_once_a_key" in str(error)
