"""Major problems of a build, and what is answered to them."""

import pgtrigger
from django.db import models

from accounts.models import Done
from assessments.procedure.major_problem import MajorProblemProcedure
from documents.models import File
from organisations.models import Unit
from procedure.machines import kernel_triggers

from .rows import OfBase


class MajorProblem(OfBase, MajorProblemProcedure):
    """What happened, since when, and what is wanted of whom; as it was reported."""

    title = models.CharField("问题", max_length=100)
    happened_on = models.DateField("发生日期")
    facts = models.TextField("情况和影响")
    measures = models.TextField("已采取的措施")
    wanted = models.TextField("需要协调的事项", blank=True)

    class Meta:
        triggers = kernel_triggers("major_problem", ["reported"])

    def __str__(self) -> str:
        return f"{self.base}：{self.title}"


class ProblemFile(Done):
    problem = models.ForeignKey(MajorProblem, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class ProblemAnswer(Done):
    """What SAC, the organiser or the supervisor says to it; never changed."""

    problem = models.ForeignKey(MajorProblem, on_delete=models.PROTECT, related_name="answers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("答复")

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
