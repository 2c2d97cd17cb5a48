"""Reads; an adjustment is SAC's until it is decided, then known to those above and in the base (办法34)."""

from django.db.models import QuerySet

from assessments import models
from assessments.models import Adjustment, ExpertAssessment
from bases.queries import visible_to as bases_visible_to
from organisations.deciding import SAC
from organisations.models import Membership


def visible_to(seat: Membership | None) -> QuerySet[Adjustment]:
    rows = models.Adjustment.objects.select_related("decision")
    if seat is None:
        return rows.none()
    if seat.role in SAC:
        return rows
    return rows.filter(base__in=bases_visible_to(seat).values("pk"), state="adjusted")


def assessments_visible_to(seat: Membership | None) -> QuerySet[ExpertAssessment]:
    """What experts said, by name: SAC's alone."""
    rows = models.ExpertAssessment.objects.all()
    return rows if seat is not None and seat.role in SAC else rows.none()
