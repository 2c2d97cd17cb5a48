"""The outbox: effects written in the commit of their cause, done at least once, and visible when they fail."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .models import Outbox

if TYPE_CHECKING:
    from .acts import Act

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 6
FIRST_RETRY = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=10)
_nudging: ContextVar[bool] = ContextVar("outbox_nudging", default=True)
HANDLERS: dict[str, Callable[[Outbox], None]] = {}


class PostponedError(Exception):
    """Raised by a handler that cannot work for now through no fault of the row: no try is used up."""


def handler(kind: str) -> Callable[[Callable[[Outbox], None]], Callable[[Outbox], None]]:
    """Register what carries out one kind of effect; it must bear being carried out twice."""

    def register(function: Callable[[Outbox], None]) -> Callable[[Outbox], None]:
        HANDLERS[kind] = function
        return function

    return register


def queue(act: "Act") -> None:
    """Write what the act owes, and nudge the workers once it is committed."""
    owed = list(act.owed)
    if act.step.notifies:
        owed.append(("notify", {"audiences": [audience.name for audience in act.step.notifies]}))
    if owed:
        put([Outbox(kind=kind, record=act.record, payload=payload) for kind, payload in owed])


def put(rows: Iterable[Outbox]) -> list[Outbox]:
    """Insert outbox rows in the running transaction."""
    for row in (rows := list(rows)):
        row.next_try = row.created_at + FIRST_RETRY
    created = Outbox.objects.bulk_create(rows)
    if created:
        transaction.on_commit(partial(nudge, [(row.pk, row.kind) for row in created]))
    return created


@contextmanager
def unhurried() -> Iterator[None]:
    """Nudge nobody meanwhile: for who writes much at once and delivers it, or leaves it to the sweep."""
    token = _nudging.set(False)
    try:
        yield
    finally:
        _nudging.reset(token)


def nudge(waiting: Iterable[tuple[int, str]]) -> bool:
    """Tell the workers; a broker that is away costs a minute, for the sweep asks again. False if it is away."""
    from .tasks import enqueue

    if not _nudging.get():
        return True
    for key, kind in waiting:
        try:
            enqueue(key, kind)
        except Exception as error:
            log.warning("broker_unreachable", outbox=key, error=str(error))
            return False
    return True


def deliver(key: int) -> bool:
    """Carry out one row, once; False if there was nothing left to do or it failed this time."""
    if not _claim(key):
        return False
    try:
        with transaction.atomic():
            return _carry_out(key)
    except PostponedError as reason:
        _postpone(key, reason)
        return False
    except Exception as error:
        _note_failure(key, error)
        return False


def undone(limit: int = 100) -> list[tuple[int, str]]:
    """Claim for the sweep the rows that nobody has done in time, pushing their next try back."""
    now = timezone.now()
    with transaction.atomic():
        rows = list(
            Outbox.objects.select_for_update(skip_locked=True)
            .filter(done_at__isnull=True, failed_at__isnull=True, next_try__lte=now)
            .order_by("next_try")[:limit]
        )
        for row in rows:
            # Longer each time: a long queue must not be filled with what it holds already.
            row.next_try = now + max(FIRST_RETRY, min(now - row.created_at, LONGEST_WAIT))
        Outbox.objects.bulk_update(rows, ["next_try"])
    return [(row.pk, row.kind) for row in rows]


def retry(key: int) -> None:
    """Give an incident another round, on somebody's request."""
    again = {"failed_at": None, "attempts": 0, "next_try": timezone.now()}
    if Outbox.objects.filter(pk=key, failed_at__isnull=False, done_at__isnull=True).update(**again):
        kind = Outbox.objects.values_list("kind", flat=True).get(pk=key)
        transaction.on_commit(partial(nudge, [(key, kind)]))


def _claim(key: int) -> bool:
    """Count the attempt in a commit of its own: a task that kills its worker must use up its tries too."""
    with transaction.atomic():
        row = (
            Outbox.objects.select_for_update(skip_locked=True)
            .filter(Q(pk=key), done_at__isnull=True, failed_at__isnull=True)
            .first()
        )
        if row is None:
            return False
        row.attempts += 1
        spent = row.attempts > MAX_ATTEMPTS
        row.failed_at = timezone.now() if spent else None
        row.save(update_fields=["attempts", "failed_at"])
    return not spent


def _carry_out(key: int) -> bool:
    row = Outbox.objects.select_for_update().get(pk=key)
    if row.done_at is not None:
        return False
    HANDLERS[row.kind](row)
    Outbox.objects.filter(pk=key).update(done_at=timezone.now(), last_error="")
    return True


def _postpone(key: int, reason: PostponedError) -> None:
    later = timezone.now() + LONGEST_WAIT
    Outbox.objects.filter(pk=key).update(attempts=F("attempts") - 1, next_try=later, last_error=str(reason))


def _note_failure(key: int, error: Exception) -> None:
    row = Outbox.objects.get(pk=key)
    log.error("outbox_failed", outbox=key, kind=row.kind, attempt=row.attempts, error=repr(error))
    row.last_error = f"{type(error).__name__}: {error}"
    row.next_try = timezone.now() + FIRST_RETRY * 2**row.attempts
    if row.attempts >= MAX_ATTEMPTS:
        row.failed_at = timezone.now()
    row.save(update_fields=["last_error", "next_try", "failed_at"])
