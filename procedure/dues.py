"""Due dates that a step opens and closes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from .models import DueDate
from .steps import Birth, Due

if TYPE_CHECKING:
    from .acts import Act


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
    if opened := [row for due in step.opens if (row := _row(due, act))]:
        DueDate.objects.bulk_create(opened)


def _close(act: "Act", rows: QuerySet[DueDate]) -> None:
    rows.filter(closed_at__isnull=True).update(closed_at=act.at, next_reminder=None)


def _row(due: Due, act: "Act") -> DueDate | None:
    reckoned = due.reckon(act.subject, act)
    if reckoned is None:
        return None
    upcoming = reminders_before(reckoned.due_at, due.reminders, act.at)
    return DueDate(
        machine=act.subject.machine,
        subject_id=act.subject.pk,
        root=act.subject.root,
        kind=due.kind,
        label=due.label,
        cycle=act.subject.version,
        starts=act.at,
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
