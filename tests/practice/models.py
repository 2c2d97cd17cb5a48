from django.db import models

from organisations.models import Unit
from procedure.machines import kernel_triggers

from .procedure import ErrandProcedure, ParcelProcedure, RoundProcedure


class Quota(models.Model):
    name = models.CharField(max_length=40)
    left = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Round(RoundProcedure):
    name = models.CharField(max_length=40)

    class Meta:
        triggers = kernel_triggers("round", ["planned"])

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/practice/round/{self.pk}/"


class Errand(ErrandProcedure):
    title = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    quota = models.ForeignKey(Quota, null=True, on_delete=models.PROTECT, related_name="errands")
    twin = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="errands")
    until = models.DateTimeField(null=True)
    paused_until = models.DateField(null=True)
    finished_note = models.TextField(blank=True)
    nudges = models.IntegerField(default=0)
    pushes = models.IntegerField(default=0)

    class Meta:
        triggers = kernel_triggers("errand", ["draft"])

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/practice/{self.pk}/"


class Parcel(ParcelProcedure):
    errand = models.ForeignKey(Errand, on_delete=models.PROTECT, related_name="parcels")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("parcel", ["open", "packed"])

    def __str__(self) -> str:
        return f"{self.errand}的包裹"

    def get_absolute_url(self) -> str:
        return f"/practice/{self.errand_id}/parcels/{self.pk}/"


class Stamp(models.Model):
    """What the practice handler leaves behind: one row for each time that its effect happened."""

    errand = models.ForeignKey(Errand, on_delete=models.PROTECT, related_name="stamps")

    def __str__(self) -> str:
        return f"{self.errand_id}"
