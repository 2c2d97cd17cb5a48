"""The sweep: what is due happens once, in order, however often or seldom it is called."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q

from . import clock, outbox
from .acts import NotPermitted, Refused
from .locking import lock
from .machines import Procedure
from .models import DueDate, Outbox, subject_of
from .perform import perform
from .steps import TIMER
from .taking import step_named

log = structlog.get_logger(__name__)

_BATCH = 100


def sweep() -> dict[str, int]:
    """Fire what is due, send reminders, and enqueue again what the outbox still owes."""
    now = clock.now()
    counts = {"fired": fire_due(now), "reminded": remind_due(now)}
    return counts | {"enqueued": enqueue_undone()}


def fire_due(now: datetime) -> int:
    """Fire due dates in order of ``due_at``, one transaction each; a broken one is logged and passed over."""
    fired = 0
    after: tuple[datetime, int] | None = None
    while batch := _batch(now, after):
        for key, due_at in batch:
            fired += _fire_safely(key, now)
            after = (due_at, key)
    return fired


def fire(key: int, now: datetime) -> bool:
    """Fire one due date: its timer's step if it has one, else only the mark that it has passed."""
    due = DueDate.objects.get(pk=key)
    subject = subject_of(due) if due.fires else None
    with transaction.atomic():
        if subject is not None:
            # Roots before the date, as every step has it that closes dates.
            lock(subject, step_named(subject, due.fires))
        open_now = DueDate.objects.select_for_update(skip_locked=True, no_key=True).filter(
            pk=key, fired_at__isnull=True, closed_at__isnull=True
        )
        if open_now.first() is None:
            return False
        DueDate.objects.filter(pk=key).update(fired_at=now)
        if subject is not None:
            _take_timer_step(due, subject)
    return True


def remind_due(now: datetime) -> int:
    """Queue every reminder whose moment has come, in batches; a missed one is sent once, not several times."""
    sent = 0
    while count := _remind_batch(now):
        sent += count
    return sent


def enqueue_undone() -> int:
    """Enqueue again, in batches, what the outbox owes for longer than it should."""
    enqueued = 0
    while waiting := outbox.undone():
        enqueued += len(waiting)
        if not outbox.nudge(waiting):
            break
    return enqueued


def _batch(now: datetime, after: tuple[datetime, int] | None) -> list[tuple[int, datetime]]:
    rows = DueDate.objects.filter(due_at__lte=now, fired_at__isnull=True, closed_at__isnull=True)
    if after is not None:
        rows = rows.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))
    return list(rows.order_by("due_at", "pk").values_list("pk", "due_at")[:_BATCH])


def _fire_safely(key: int, now: datetime) -> bool:
    try:
        return fire(key, now)
    except Exception:
        log.exception("due_date_failed", due=key)
        return False


def _take_timer_step(due: DueDate, subject: Procedure) -> None:
    """A timer's step that is refused stays visible as a fired date that is not closed; it never blocks the sweep."""
    try:
        perform(subject, due.fires, seat=TIMER)
    except (Refused, NotPermitted) as refused:
        log.warning("timer_refused", due=due.pk, step=due.fires, reason=str(refused))


def _remind_batch(now: datetime) -> int:
    with transaction.atomic():
        rows = list(
            DueDate.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(next_reminder__lte=now, closed_at__isnull=True)
            .order_by("next_reminder")[:_BATCH]
        )
        for due in rows:
            later = [moment for moment in due.reminders if datetime.fromisoformat(moment) > now]
            due.reminders, due.next_reminder = later, datetime.fromisoformat(later[0]) if later else None
        DueDate.objects.bulk_update(rows, ["reminders", "next_reminder"])
        outbox.put([Outbox(kind="remind", payload={"due": due.pk}) for due in rows])
    return len(rows)
