"""Sight that travels down: what a room above lets a unit read of a base, and takes away again."""

from django.db import models

from organisations.models import Unit

from .base import Base


class BaseGrant(models.Model):
    """A unit may read a base, whoever sits in it on the day; ``granted_for`` is what it was entrusted by (办法7).

    guardian's rows are of persons; a department's people come and go, stand in for one another, and are seated ahead.
    """

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="base_grants")
    granted_for = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["base", "unit", "granted_for"], name="base_grant_once")]
        indexes = [models.Index(fields=["unit", "base"], name="base_grant_by_unit")]
