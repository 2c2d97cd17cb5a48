"""The draft: sections with all their states, typed rows, attachments and what could not be attached."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from bases.models import IndicatorRow, MilestoneRow, TaskRow
from documents.models import File

from .application import Application


class Kept(models.Model):
    """What is saved alone, under a version of its own; the version guards against a stale save."""

    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Narrative(Kept):
    """What stands in one section now; ``content`` is a text, or the fields of the basic information."""

    key = models.CharField(max_length=20)
    format = models.CharField(max_length=8, default="text")
    content = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def text(self) -> str:
        return str(self.content.get("text", ""))


class Section(Narrative):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="sections")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="section_once")]


class SectionState(models.Model):
    """Every saved state of a section: nothing that was typed and saved is ever lost."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="states")
    version = models.PositiveIntegerField()
    format = models.CharField(max_length=8)
    content = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "version"], name="section_state_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Task(TaskRow):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="tasks")

    class Meta:
        ordering = ["position", "id"]


class Indicator(IndicatorRow):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="indicators")

    class Meta:
        ordering = ["position", "id"]


class Milestone(MilestoneRow):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="milestones")
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="milestones")

    class Meta:
        ordering = ["due", "position", "id"]


class Attachment(models.Model):
    """A link to a stored file; taken out of the draft it stays for the versions that froze it."""

    class Kind(models.TextChoices):
        LEGAL = "legal", "法人资格"
        STANDING = "standing", "标准化工作和影响力"
        TEAM = "team", "人员、办公条件和经费"
        RESOURCES = "resources", "科技、产业资源和平台"
        SUPPORT = "support", "行业部门或者地方政府的支持"
        OTHER = "other", "其他"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("材料名称", max_length=120)
    kind = models.CharField("材料类别", max_length=12, choices=Kind.choices, default=Kind.OTHER)
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True, help_text="first filed with a version; from then on others see it")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """Where it stands on a page that lists it."""
        return f"attachment-{self.pk}"


class FailedUpload(models.Model):
    """A file that could not be kept, listed with its reason until it is sent again or dismissed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="failed_uploads")
    name = models.CharField(max_length=200)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
