"""Carrying out what the seeded acts owe, the prints on all cores."""

import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import django

from procedure import clock, outbox
from procedure.models import Outbox


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
        for key in _owed().filter(kind="print").values_list("pk", flat=True):
            if key not in self._prints:
                self._prints[key] = self._pool.submit(outbox.deliver, key)

    def finish(self) -> int:
        """Everything but the mails: nobody there reads them. How many were carried out."""
        self.print_meanwhile()
        delivered = 0
        while waiting := _owed().exclude(pk__in=self._prints).values_list("pk", flat=True)[:500]:
            delivered += sum(outbox.deliver(key) for key in waiting)
            Outbox.objects.filter(kind="mail", done_at__isnull=True).update(done_at=clock.now())
        return delivered + sum(job.result() for job in self._prints.values())


def _owed() -> Any:
    """What nobody has tried; a print that cannot be made here has been."""
    rows = Outbox.objects.filter(done_at__isnull=True, failed_at__isnull=True, attempts=0, last_error="")
    # In the order of the acts, so that messages read newest first.
    return rows.exclude(kind="mail").order_by("record__at", "pk")
