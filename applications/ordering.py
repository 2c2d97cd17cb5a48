"""Ordering a print of the draft: the content as it stands, made by a worker."""

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
