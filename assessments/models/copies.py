"""抄报, 抄送: what goes to another authority as well, and when it was opened there."""

from typing import TYPE_CHECKING

from django.db import models

from organisations.models import Role, Unit
from procedure import clock

if TYPE_CHECKING:
    from organisations.models import Membership


class CopyQuerySet(models.QuerySet["Copy"]):
    def note_opened(self, seat: "Membership") -> None:
        """The first time that an officer of the unit has a copy before him is its receipt."""
        if seat.role == Role.RECOMMENDER_OFFICER:
            fresh = self.filter(unit=seat.unit_id, opened_at=None)
            fresh.update(opened_at=clock.now(), opened_by_name=seat.name_shown)


class Copy(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by_name = models.CharField(max_length=100, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]
