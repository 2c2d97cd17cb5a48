"""Bases that are established by one document."""

from django.db import models

from .base import Base


class Companion(models.Model):
    """A base that goes into the document of another one; chosen before it is proposed."""

    lead = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="companions")
    base = models.OneToOneField(Base, on_delete=models.PROTECT, related_name="companion_of")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(lead=models.F("base")), name="companion_of_another"),
        ]
