"""Violations of the rules, of an application or of a base."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from applications.models import Application
from assessments.procedure.violation import ViolationProcedure
from bases.models import Base
from documents.models import File
from procedure.machines import kernel_triggers
from procedure.steps import Refusal

from .rows import ended_refusal


class Violation(ViolationProcedure):
    """A case under article 36 with its ground, evidence and the unit's written statement."""

    class Ground(models.TextChoices):
        FALSE = "false", "提供虚假材料或者不实数据"
        INTEGRITY = "integrity", "出现重大学术诚信问题"
        BREACH = "breach", "存在其他违反相关法律法规或者本办法行为"
        UNFIT = "unfit", "承担单位不再具备创新基地建设运行条件"

    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="violations")
    base = models.ForeignKey(Base, null=True, on_delete=models.PROTECT, related_name="violations")
    ground = models.CharField("情形", max_length=12, choices=Ground.choices)
    facts = models.TextField("事实和依据")
    statement_by = models.DateField("陈述申辩期限")
    statement = models.TextField("陈述申辩", blank=True)
    stated_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("violation", ["opened"])
        constraints = [
            models.CheckConstraint(
                condition=models.Q(application__isnull=False, base__isnull=True)
                | models.Q(application__isnull=True, base__isnull=False),
                name="violation_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}的违规处理"

    @property
    def about(self) -> Application | Base:
        """The one thing that it is a violation of."""
        found = self.application or self.base
        assert found is not None
        return found

    @property
    def unit_id(self) -> int | None:
        """The unit that is accused: the applicant, or the host of today."""
        if self.application is not None:
            return self.application.unit_id
        return self.base.host_unit_id if self.base is not None else None

    @property
    def unit_name(self) -> str:
        if self.application is not None:
            return self.application.unit.name
        host = self.base.hosts.filter(until="").first() if self.base is not None else None
        return host.name if host else "不详"

    def barred(self) -> Refusal | None:
        return ended_refusal(self.base) if self.base is not None else None

    def choose_root(self) -> uuid.UUID:
        return self.about.pk

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=["violation", self.pk])


class ViolationFile(models.Model):
    """Evidence, or what came with the statement."""

    violation = models.ForeignKey(Violation, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    is_statement = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
