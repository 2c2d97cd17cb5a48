"""Carrying out what the seeded acts owe, the prints on all cores."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import django

from procedure import clock, outbox
from procedure.models import Outbox


def deliver_all() -> int:
    """Carry out what the outbox owes, but for the mails: nobody there reads them."""
    delivered = _prints()
    with outbox.unhurried():
        while waiting := _owed().values_list("pk", flat=True)[:500]:
            delivered += sum(outbox.deliver(key) for key in waiting)
            Outbox.objects.filter(kind="mail", done_at__isnull=True).update(done_at=clock.now())
    return delivered


def _prints() -> int:
    keys = list(_owed().filter(kind="print").values_list("pk", flat=True))
    # Spawned and not forked: a child must not share the database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=django.setup) as pool:
        return sum(pool.map(_deliver, keys))


def _deliver(key: int) -> bool:
    return outbox.deliver(key)


def _owed() -> Any:
    rows = Outbox.objects.filter(done_at__isnull=True, failed_at__isnull=True, attempts=0)
    # In the order of the acts, so that messages read newest first.
    return rows.exclude(kind="mail").order_by("record__at", "pk")
