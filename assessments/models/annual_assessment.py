"""年度考核 with every version that was delivered, to whom, and when it was opened (办法30)."""

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Done
from assessments.procedure.annual_assessment import STANDING, AnnualAssessmentProcedure, AnnualAssessmentState
from organisations.models import Unit
from procedure.machines import kernel_triggers

from .kept import Enclosed
from .rows import OfBase

_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class AnnualAssessment(OfBase, AnnualAssessmentProcedure):
    """One base and year; ``number`` is the version that holds, ``result`` and ``concern`` are its."""

    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("版次", default=0, editable=False)
    result = models.CharField("考核结果", max_length=40)
    # The organiser thinks that SAC should look into it.
    concern = models.BooleanField("建议监督检查", default=False)

    class Meta:
        triggers = kernel_triggers("annual_assessment", [AnnualAssessmentState.DELIVERED])
        constraints = [
            models.UniqueConstraint(
                fields=["base", "year"], condition=Q(state__in=[str(state) for state in STANDING]),
                name="assessment_once_a_year",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.base}{self.year}年度考核"

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING


class AssessmentVersion(Done):
    """What the organiser found, as it was delivered; a correction is another, with its reason."""

    assessment = models.ForeignKey(AnnualAssessment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    result = models.CharField("考核结果", max_length=40)
    concern = models.BooleanField("建议监督检查")
    grounds = models.TextField("考核依据")
    standing = models.TextField("发展现状")
    problems = models.TextField("存在问题", blank=True)
    reason = models.TextField("更正理由", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="assessment_version_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class Delivery(models.Model):
    """A version reached the supervisor or SAC at ``at``; ``opened_at`` is when its people first had it before them."""

    class To(models.TextChoices):
        SUPERVISOR = "supervisor", "行业部门或者地方政府"
        SAC = "sac", "国家标准委"

    version = models.ForeignKey(AssessmentVersion, on_delete=models.PROTECT, related_name="deliveries")
    to = models.CharField(max_length=12, choices=To.choices)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["version", "to"]
        constraints = [models.UniqueConstraint(fields=["version", "to"], name="delivered_once")]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="opened_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.opened_at IS NOT NULL"),
                func="RAISE EXCEPTION 'a delivery is opened once';",
            ),
        ]

    @property
    def reader(self) -> str:
        return self.unit.name if self.unit else str(self.To(self.to).label)


class AssessmentFile(Enclosed):
    row = models.ForeignKey(AnnualAssessment, on_delete=models.PROTECT, related_name="files")

    class Meta(Enclosed.Meta):
        pass
