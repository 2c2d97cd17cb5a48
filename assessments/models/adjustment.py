"""调整: what is to become of a base, and what experts said of it (办法34)."""

from django.db import models

from accounts.models import Done
from assessments.procedure.adjustment import AdjustmentProcedure
from bases.models import Decision
from documents.models import File
from procedure.machines import kernel_triggers

from .rows import OfBase


class Adjustment(OfBase, AdjustmentProcedure):
    """Region, sector, type, or what only the document says; ``before`` and ``after`` say it in words."""

    reason = models.TextField("布局需要和运行情况")
    # See ``bases.changing``.
    values = models.JSONField(default=dict)
    before = models.TextField("现在")
    after = models.TextField("调整为")
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("adjustment", ["draft"])

    @property
    def present(self) -> str:
        """What the base has now where the adjustment has ``before``."""
        from assessments.changing import present_words

        return present_words(self.base, "matter", self.values)


class ExpertAssessment(Done):
    """专家评估: who assessed, on which day, with which opinion, in the file that they signed."""

    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="assessments")
    experts = models.TextField("专家姓名和单位")
    on_day = models.DateField("评估日期")
    opinion = models.TextField("评估意见")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
