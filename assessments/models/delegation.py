"""委托: a provincial department helps with named tasks on one or several bases until a day (办法7)."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.models import Done
from assessments.procedure.delegation import DelegationProcedure
from assessments.procedure.people import Task
from bases.models import Base
from documents.models import File
from organisations.models import Unit
from procedure.machines import kernel_triggers


class Delegation(DelegationProcedure):
    """Its own root: it may be about several bases. ``tasks`` are of ``Task``."""

    delegate = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="delegations")
    tasks = models.JSONField("委托事项", default=list)
    until = models.DateField("委托至")
    instructions = models.TextField("要求")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("delegation", ["draft"])
        indexes = [models.Index(fields=["delegate", "state"], name="delegation_by_delegate")]

    def __str__(self) -> str:
        return f"委托{self.delegate.name}"

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=["delegation", self.pk])

    def choose_root(self) -> uuid.UUID:
        return self.pk

    @property
    def task_labels(self) -> list[str]:
        return [str(Task(task).label) for task in self.tasks]


class DelegationBase(models.Model):
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="bases")
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="delegations")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["delegation", "base"], name="delegation_base_once")]


class Finding(Done):
    """What the delegate found on one base in one task; facts for who concludes, and never a conclusion."""

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="findings")
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="findings")
    task = models.CharField("委托事项", max_length=12, choices=Task.choices)
    on_day = models.DateField("核查日期")
    text = models.TextField("核查情况")

    class Meta:
        ordering = ["-pk"]


class FindingFile(models.Model):
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
