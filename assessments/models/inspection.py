"""监督检查 with its ground, visits, findings, and follow-ups (办法31)."""

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Done
from assessments.procedure.inspection import InspectionProcedure, InspectionState
from procedure.machines import kernel_triggers
from procedure.reckoning import end_instant

from .annual_assessment import AnnualAssessment
from .kept import Enclosed
from .rows import OfBase

_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Inspection(OfBase, InspectionProcedure):
    """One inspection; its ground is an annual assessment, or another that is written down."""

    assessment = models.ForeignKey(AnnualAssessment, null=True, on_delete=models.PROTECT, related_name="inspections")
    ground = models.TextField("其他依据", blank=True)
    content = models.TextField("检查内容")
    opened_on = models.DateField("启动日期")
    findings = models.TextField("检查情况", blank=True)
    found_at = models.DateTimeField(null=True)

    class Meta:
        triggers = kernel_triggers("inspection", [InspectionState.OPENED])
        constraints = [
            models.CheckConstraint(condition=Q(assessment__isnull=False) | ~Q(ground=""), name="inspection_has_ground")
        ]

    @property
    def ground_words(self) -> str:
        """Whatever it rests on, in a line."""
        of_year = f"{self.assessment.year}年度考核（{self.assessment.result}）" if self.assessment else ""
        return "；".join(part for part in (of_year, self.ground) if part)


class InspectionVisit(Done):
    """One visit, by SAC or in its commission; added to, never changed."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="visits")
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=200)
    people = models.TextField("检查人员")
    seen = models.TextField("检查所见")
    on_behalf = models.CharField("受托", max_length=100, blank=True)

    class Meta:
        ordering = ["held_on", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class FollowUp(models.Model):
    """One thing that the base has to put right by a day; ``round`` counts how often it was sent back."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="follow_ups")
    number = models.PositiveSmallIntegerField()
    text = models.TextField("整改要求")
    due_on = models.DateField("落实期限")
    round = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="follow_up_once")]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"第 {self.number} 项 {self.text}"

    @property
    def cycle(self) -> int:
        """What its date of this round is known by."""
        return self.number * 100 + self.round

    @property
    def is_late(self) -> bool:
        return self.answered_at is not None and self.answered_at >= end_instant(self.due_on)


class FollowUpWord(Done):
    """What was said of a follow-up: the host's answer, SAC's return or its word that it is met."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "答复"
        RETURN = "return", "退回"
        MET = "met", "认定落实"

    item = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True)
    # The day that held when it was said.
    due_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class InspectionFile(Enclosed):
    row = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="files")
    is_host = models.BooleanField(default=False)

    class Meta(Enclosed.Meta):
        pass
