"""Due dates that a step opens and closes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from .models import DueDate
from .steps import Birth, Due, Fixed

if TYPE_CHECKING:
    from .acts import Act
    from .machines import Procedure
    from .reckoning import Reckoned


def follow(act: "Act", *, final: bool) -> None:
    """Close what the step closes, all of the root if it is final, and open what it opens."""
    subject, step = act.subject, act.step
    closes = () if isinstance(step, Birth) else step.closes
    if final and subject.pk == subject.root:
        _close(act, DueDate.objects.filter(root=subject.root))
    elif final:
        _close(act, DueDate.objects.filter(subject_id=subject.pk))
    elif closes:
        _close(act, DueDate.objects.filter(subject_id=subject.pk, kind__in=closes))
    if opened := [row for due in step.opens for row in _rows(due, act)]:
        DueDate.objects.bulk_create(opened)


def close_cycle(act: "Act", kind: str, cycle: int, *, of: "Procedure | None" = None) -> None:
    """Close one cycle's date, where several of a kind are open; of the act's subject, or of its root."""
    _close(act, _open_of(act, of).filter(kind=kind, cycle=cycle))


def close_kinds(act: "Act", *kinds: str, of: "Procedure") -> None:
    """Close the dates of the root that a step of a row under it has met."""
    _close(act, _open_of(act, of).filter(kind__in=kinds))


def move_cycle(act: "Act", kind: str, cycle: int, end: "Reckoned | Fixed", reminders: tuple[int, ...] = ()) -> bool:
    """Give an open date another end, with its reason; whether there was one."""
    upcoming = reminders_before(end.due_at, reminders, act.at)
    rows = _open_of(act, None).filter(kind=kind, cycle=cycle)
    return bool(
        rows.update(
            due_at=end.due_at, why=end.why, reminders=[moment.isoformat() for moment in upcoming],
            next_reminder=upcoming[0] if upcoming else None,
        )
    )  # fmt: skip


def _open_of(act: "Act", of: "Procedure | None") -> QuerySet[DueDate]:
    subject = of or act.subject
    assert subject.root in act.locked, "the dates of another root are none of this step's business"
    return DueDate.objects.filter(subject_id=subject.pk, closed_at__isnull=True)


def open_date(subject: "Procedure", due: Due, cycle: int, end: "Reckoned | Fixed", at: datetime) -> None:
    """Open a date for what stands beside the steps of a subject, such as a request with a day of its own."""
    DueDate.objects.bulk_create([_row(due, subject, at, cycle, end)])


def close_date(subject: "Procedure", kind: str, cycle: int, at: datetime) -> None:
    """Close such a date, if it is still open."""
    _close_at(at, DueDate.objects.filter(subject_id=subject.pk, kind=kind, cycle=cycle))


def _close(act: "Act", rows: QuerySet[DueDate]) -> None:
    _close_at(act.at, rows)


def _close_at(at: datetime, rows: QuerySet[DueDate]) -> None:
    rows.filter(closed_at__isnull=True).update(closed_at=at, next_reminder=None)


def _rows(due: Due, act: "Act") -> list[DueDate]:
    reckoned = due.reckon(act.subject, act)
    if reckoned is None:
        return []
    cycles = reckoned if isinstance(reckoned, Mapping) else {act.subject.version: reckoned}
    return [_row(due, act.subject, act.at, cycle, end) for cycle, end in sorted(cycles.items())]


def _row(due: Due, subject: "Procedure", at: datetime, cycle: int, reckoned: "Reckoned | Fixed") -> DueDate:
    also = [moment for moment in getattr(reckoned, "remind_at", ()) if moment > at]
    upcoming = sorted([*also, *reminders_before(reckoned.due_at, due.reminders, at)])
    return DueDate(
        machine=subject.machine,
        subject_id=subject.pk,
        root=subject.root,
        kind=due.kind,
        label=due.label,
        cycle=cycle,
        starts=at,
        due_at=reckoned.due_at,
        article=due.article,
        why=reckoned.why,
        reminders=[moment.isoformat() for moment in upcoming],
        next_reminder=upcoming[0] if upcoming else None,
        tells=[audience.name for audience in due.tells],
        fires=due.fires,
    )


def reminders_before(due_at: datetime, days: tuple[int, ...], now: datetime) -> list[datetime]:
    """The instants, so many days before the end, that still lie ahead."""
    moments = sorted(due_at - timedelta(days=count) for count in days)
    return [moment for moment in moments if moment > now]
