"""Thin tasks: a key in, a call down. The row is the record of what is owed, the message only a nudge."""

from celery import shared_task

from . import clock, outbox, sealing
from . import sweep as sweeping

# Kinds whose work is heavy and has a queue and workers of its own.
QUEUES = {"print": "print", "read_scan": "print"}


def enqueue(key: int, kind: str) -> None:
    deliver.apply_async((key,), queue=QUEUES.get(kind, "celery"))


@shared_task(ignore_result=True)
def deliver(key: int) -> None:
    with clock.reading():
        outbox.deliver(key)


@shared_task(ignore_result=True)
def sweep() -> None:
    with clock.reading():
        sweeping.sweep()


@shared_task(ignore_result=True)
def seal() -> None:
    sealing.seal()
