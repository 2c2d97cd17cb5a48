"""Violations of the rules; on an application now, on a base when bases are built."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from applications.models import Application
from documents.models import File
from procedure.machines import kernel_triggers

from .procedure import ViolationProcedure


class Violation(ViolationProcedure):
    """A case under article 36 with its ground, evidence and the unit's written statement."""

    class Ground(models.TextChoices):
        FALSE = "false", "提供虚假材料或者不实数据"
        INTEGRITY = "integrity", "出现重大学术诚信问题"
        BREACH = "breach", "存在其他违反相关法律法规或者本办法行为"
        UNFIT = "unfit", "承担单位不再具备创新基地建设运行条件"

    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="violations")
    ground = models.CharField("情形", max_length=12, choices=Ground.choices)
    facts = models.TextField("事实和依据")
    statement_by = models.DateField("陈述申辩期限")
    statement = models.TextField("陈述申辩", blank=True)
    stated_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("violation", ["opened"])
        constraints = [
            models.CheckConstraint(condition=models.Q(application__isnull=False), name="violation_of_one_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.application}的违规处理"

    def choose_root(self) -> uuid.UUID:
        assert self.application is not None
        return self.application.pk

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=["violation", self.pk])


class ViolationFile(models.Model):
    """Evidence, or what came with the statement."""

    violation = models.ForeignKey(Violation, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    is_statement = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
