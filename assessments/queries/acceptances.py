"""Reads of self-checks and acceptances: each with the base, to those who have to do with it."""

from django.db.models import QuerySet

from assessments import models
from assessments.models import Acceptance, SelfCheck
from bases.queries import visible_to as bases_visible_to
from organisations.models import Membership, Role


def self_checks_visible_to(seat: Membership | None) -> QuerySet[SelfCheck]:
    return models.SelfCheck.objects.filter(base__in=bases_visible_to(seat).values("pk")).select_related("base")


def acceptances_visible_to(seat: Membership | None) -> QuerySet[Acceptance]:
    """A draft is its organiser's own; to everybody else an application is there once it was filed."""
    rows = models.Acceptance.objects.filter(base__in=bases_visible_to(seat).values("pk")).select_related("base")
    if seat is not None and seat.role == Role.ORGANISER_OFFICER:
        return rows
    return rows.filter(first_filed_at__isnull=False)
