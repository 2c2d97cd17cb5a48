"""Carrying out what the seeded acts owe, the documents on all cores."""

import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import django
from django.db.models import Q

from bases.models import Base
from procedure import clock, outbox
from procedure.models import Notification, Outbox

# What is set and printed, and takes its time.
_DOCUMENTS = ("print", "approval_papers", "decision_papers", "opinion_print", "notice_print")
_MESSAGES = ("notify", "proposal")


class Delivery(AbstractContextManager["Delivery"]):
    """Prints in processes of their own while the acts go on, and all else when they are over."""

    def __init__(self) -> None:
        # Spawned and not forked: a child must not share the database connection.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=django.setup)
        self._prints: dict[int, Future[bool]] = {}

    def __exit__(self, *error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def print_meanwhile(self) -> None:
        for key in _owed().filter(kind__in=_DOCUMENTS).values_list("pk", flat=True):
            if key not in self._prints:
                self._prints[key] = self._pool.submit(outbox.deliver, key)

    def finish(self, told_from: datetime, read_until: datetime) -> int:
        """Everything but the mails, which nobody there reads, and the messages of years past. How many were done."""
        self.print_meanwhile()
        old = _owed().filter(kind__in=_MESSAGES, record__at__lt=told_from)
        Outbox.objects.filter(pk__in=old.order_by().values("pk")).update(done_at=clock.now())
        delivered = 0
        while waiting := _owed().exclude(pk__in=self._prints).values_list("pk", flat=True)[:500]:
            delivered += sum(outbox.deliver(key) for key in waiting)
            Outbox.objects.filter(kind="mail", done_at__isnull=True).update(done_at=clock.now())
        delivered += sum(job.result() for job in self._prints.values())
        Outbox.objects.filter(kind="mail", done_at__isnull=True).update(done_at=clock.now())
        _read(told_from, read_until)
        return delivered


def _read(before: datetime, of_bases: datetime) -> None:
    """Everybody has read what is old, and of the bases what came until some days ago."""
    unread = Notification.objects.filter(read_at=None)
    unread.filter(at__lt=before).update(read_at=before)
    told = Q(record=None) | Q(record__root__in=Base.objects.values("pk"))
    unread.filter(told, at__lt=of_bases).update(read_at=of_bases)


def _owed() -> Any:
    """What nobody has tried; a print that cannot be made here has been."""
    rows = Outbox.objects.filter(done_at__isnull=True, failed_at__isnull=True, attempts=0, last_error="")
    # In the order of the acts, so that messages read newest first.
    return rows.exclude(kind="mail").order_by("record__at", "pk")
