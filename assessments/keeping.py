"""Writing, correcting and withdrawing what is kept beside the steps of a base's life, under the base's lock."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import transaction

from bases.models import Base
from bases.procedure import ENDED, BaseState
from documents.models import File
from documents.uploads import Checked
from organisations.models import Membership
from procedure import clock
from procedure.locking import lock_root

from .models import KeptRow

Row = TypeVar("Row", bound=KeptRow)
Uploads = Iterable[tuple[Any, Checked]]

_OVER = "该创新基地{state}，不能再填报；已填报的内容保留。"
_WITHDRAWN = "这一条已经撤回，不能再改。"
_CHANGED = "您打开本页之后，这一条已由{name}更正为第 {version} 版。请先看最新内容，再决定是否更正。"


class NotKept(Exception):
    """Why something cannot be written now; the text is a sentence for the person."""


def over(base: Base) -> str:
    """Why nothing can be written on this base, or nothing: from its approval on until its end it can."""
    if base.state in ENDED or base.state == BaseState.RECORDED:
        return _OVER.format(state="现在是“" + base.state_label + "”")
    return ""


@transaction.atomic
def keep(row: Row, files: Uploads, *, seat: Membership) -> Row:
    """Write a new row with its files; the same row sent twice is kept once. Raises NotKept."""
    hold(row.base)
    first: Row | None = type(row)._default_manager.filter(pk=row.pk, base=row.base, by=seat.person).first()
    if first is not None:
        return first
    if said := row.refusal():
        raise NotKept(said)
    row.by, row.by_name, row.at, row.unit = seat.person, seat.name_shown, clock.now(), seat.unit
    _save(row, seat, "填报", force_insert=True)
    enclose(row, files, seat)
    return row


@transaction.atomic
def correct(row: Row, facts: Mapping[str, Any], files: Uploads, *, shown: int, reason: str, seat: Membership) -> Row:
    """Write new facts in the place of the old, which stay to be read; the reason beside them. Raises NotKept."""
    fresh = _fresh(row, shown)
    for name, value in facts.items():
        setattr(fresh, name, value)
    fresh.version += 1
    _save(fresh, seat, reason)
    enclose(fresh, files, seat)
    return fresh


@transaction.atomic
def withdraw(row: KeptRow, reason: str, *, seat: Membership) -> None:
    """Say that a row does not count any more, and why; it stays to be read. Raises NotKept."""
    fresh = _fresh(row, None)
    fresh.withdrawn_at, fresh.withdrawn_by_name, fresh.withdrawn_reason = clock.now(), seat.name_shown, reason
    _save(fresh, seat, f"撤回：{reason}")


def hold(base: Base) -> None:
    """Lock the base and read it anew, so that its end and what is written of it do not cross. Raises NotKept."""
    lock_root(base)
    base.refresh_from_db()
    if said := over(base):
        raise NotKept(said)


def enclose(row: Any, files: Uploads, seat: Membership) -> None:
    for upload, checked in files:
        file = File.store(upload, checked.name, seat.person, checked.content_type)
        row.files.create(file=file, by=seat.person, by_name=seat.name_shown, at=clock.now())


def _fresh(row: Row, shown: int | None) -> Row:
    """The row as it stands under the base's lock, if it is still the one that was shown."""
    hold(row.base)
    fresh: Row = type(row)._default_manager.select_related("base").get(pk=row.pk)
    if fresh.withdrawn_at is not None:
        raise NotKept(_WITHDRAWN)
    if shown is not None and shown != fresh.version:
        raise NotKept(_CHANGED.format(name=_last_by(fresh), version=fresh.version))
    return fresh


def _last_by(row: KeptRow) -> str:
    last = row.history.select_related("history_user").latest("history_id")
    return last.history_user.name if last.history_user else row.by_name


def _save(row: Any, seat: Membership, reason: str, *, force_insert: bool = False) -> None:
    row._history_user, row._history_date, row._change_reason = seat.person, clock.now(), reason
    row.save(force_insert=force_insert)
