"""The construction plan of a base, and where it falls short of what was promised."""

from django.db import models

from assessments.procedure.construction_plan import ConstructionPlanProcedure
from procedure.machines import kernel_triggers

from .dossier import LedgerEntry
from .rows import WithDossier


class ConstructionPlan(WithDossier, ConstructionPlanProcedure):
    """One for a base; ``filed_at`` is the first filing, by which it is in time or late."""

    filed_at = models.DateTimeField("首次报送", null=True)
    is_late = models.BooleanField("逾期报送", default=False)

    class Meta:
        triggers = kernel_triggers("construction_plan", ["draft"])
        constraints = [models.UniqueConstraint(fields=["base"], name="construction_plan_once")]


class PlanDeviation(models.Model):
    """One deviation of a filed plan, with SAC's decision on it; the promise itself stays as it is."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", "接受"
        REFUSED = "refused", "不接受"

    plan = models.ForeignKey(ConstructionPlan, on_delete=models.PROTECT, related_name="deviations")
    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="deviations")
    sentence = models.TextField("偏离")
    decision = models.CharField("决定", max_length=8, choices=Decision.choices, blank=True)
    reason = models.TextField("理由", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["pk"]
