"""延期申请 with what the organiser writes, and its files (办法20)."""

from django.conf import settings
from django.db import models

from assessments.procedure.extension import ExtensionProcedure
from documents.models import File
from procedure.machines import kernel_triggers

from .rows import OfBase


class Extension(OfBase, ExtensionProcedure):
    """One asking for more time; ``filed_at`` is its first filing, which alone says whether it was in time."""

    asked_months = models.PositiveSmallIntegerField("申请延期（月）", null=True)
    reason = models.TextField("不能按期完成的原因", blank=True)
    progress = models.TextField("已经完成的建设任务", blank=True)
    measures = models.TextField("延期期间的工作安排", blank=True)
    filed_at = models.DateTimeField("报送时间", null=True)
    agreed_at = models.DateTimeField("审核同意时间", null=True)
    correct_by = models.DateField("补正期限", null=True)
    months = models.PositiveSmallIntegerField("同意延期（月）", null=True)
    exception = models.TextField("超过一般年限的理由", blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("extension", ["draft"])
        indexes = [models.Index(fields=["state", "since", "id"], name="extension_by_state")]


class ExtensionFile(models.Model):
    """The sealed application with what proves it, from the organiser; the agreement's letter from above it."""

    extension = models.ForeignKey(Extension, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    is_agreement = models.BooleanField(default=False)
    # A file of a draft that was taken out again.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
