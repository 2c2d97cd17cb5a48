"""An effect whose doing can be counted, and made to fail."""

from procedure.models import Outbox
from procedure.outbox import handler

from .models import Stamp

failing: set[str] = set()


@handler("practice_stamp")
def stamp(row: Outbox) -> None:
    Stamp.objects.create(errand_id=row.payload["errand"])
    if row.payload["errand"] in failing:
        raise RuntimeError("no ink")
