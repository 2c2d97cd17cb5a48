"""Ordering a print of the draft, made by a worker, and what became of an order."""

from django.db import transaction

from organisations.models import Membership
from procedure import clock, outbox
from procedure.models import Outbox

from . import models
from .freezing import content_of


def order_draft_print(application: "models.Application", seat: Membership) -> "models.Print":
    with transaction.atomic():
        content = content_of(application, clock.today())
        order = models.Print.objects.create(application=application, content=content, asked_by=seat.person)
        outbox.put([Outbox(kind="print", payload={"print": str(order.pk)})])
    return order


def has_failed(order: "models.Print") -> bool:
    """Whether the worker has used up its tries; incidents are few, and have an index of their own."""
    incidents = Outbox.objects.filter(failed_at__isnull=False, done_at__isnull=True, kind="print")
    return incidents.filter(payload__print=str(order.pk)).exists()
