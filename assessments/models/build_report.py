"""The annual report of a base that is being built."""

from django.db import models

from assessments.procedure.build_report import BuildReportProcedure
from procedure.machines import kernel_triggers

from .rows import WithDossier


class BuildReport(WithDossier, BuildReportProcedure):
    """One a year; ``filed_at`` is the first filing, by which it is in time or late."""

    year = models.PositiveIntegerField("年度")
    filed_at = models.DateTimeField("首次报送", null=True)
    is_late = models.BooleanField("逾期报送", default=False)

    class Meta:
        triggers = kernel_triggers("build_report", ["draft"])
        constraints = [models.UniqueConstraint(fields=["base", "year"], name="build_report_once")]

    def __str__(self) -> str:
        return f"{self.base}{self.year}年度建设情况报告"
