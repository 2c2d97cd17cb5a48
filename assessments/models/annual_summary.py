"""年度工作总结 and next year's 计划 of an established base (办法29)."""

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import Done
from assessments.procedure.annual_summary import AnnualSummaryProcedure, AnnualSummaryState
from organisations.models import Unit
from procedure.machines import kernel_triggers

from .rows import WithDossier


class AnnualSummary(WithDossier, AnnualSummaryProcedure):
    """One a year; ``filed_at`` is the first filing, by which it is in time or late."""

    year = models.PositiveSmallIntegerField("年度")
    filed_at = models.DateTimeField("首次报送", null=True)
    is_late = models.BooleanField("逾期报送", default=False)
    # What was achieved in the year, as it was counted when this was filed.
    achieved = models.JSONField("本年度成果", default=list, encoder=DjangoJSONEncoder)
    # Why the year has no trend report (办法25), where it has none.
    no_trend = models.TextField("没有报送趋势研究报告的说明", blank=True)

    class Meta:
        triggers = kernel_triggers("annual_summary", [AnnualSummaryState.DRAFT])
        constraints = [models.UniqueConstraint(fields=["base", "year"], name="annual_summary_once")]

    def __str__(self) -> str:
        return f"{self.base}{self.year}年度工作总结和{self.year + 1}年度工作计划"


class SummaryOpinion(Done):
    """What the organiser says of a summary; it holds nothing up."""

    summary = models.ForeignKey(AnnualSummary, on_delete=models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("意见")

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
