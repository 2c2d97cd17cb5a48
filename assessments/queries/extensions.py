"""Reads of extensions: what is not filed yet is its organiser's alone (办法20)."""

from django.db.models import Q, QuerySet

from assessments import models
from assessments.models import Extension, ExtensionFile
from bases.queries import visible_to as bases_visible_to
from organisations.models import Membership, Role


def visible_to(seat: Membership | None) -> QuerySet[Extension]:
    if seat is None:
        return models.Extension.objects.none()
    rows = models.Extension.objects.filter(base__in=bases_visible_to(seat).values("pk"))
    drafts = Q(base__organiser=seat.unit_id) if seat.role == Role.ORGANISER_OFFICER else Q(pk__in=[])
    return rows.filter(Q(filed_at__isnull=False) | drafts)


def files_visible_to(seat: Membership | None) -> QuerySet[ExtensionFile]:
    rows = models.ExtensionFile.objects.filter(removed_at__isnull=True)
    return rows.filter(extension__in=visible_to(seat).values("pk"))
