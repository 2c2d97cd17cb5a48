"""What was filed and printed, and what was said to it."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from documents.models import File
from organisations.models import Unit

from .application import Application


class Version(models.Model):
    """The plan as it was submitted, frozen: every later reading, printing and judging is of one of these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    code = models.CharField("核验码", max_length=24, unique=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="version_once")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"第 {self.number} 版"


class Print(models.Model):
    """A PDF asked for and made by a worker: of a frozen version, or of the draft as it stood then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="prints")
    version = models.OneToOneField(Version, null=True, on_delete=models.PROTECT, related_name="print")
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder, help_text="of a draft; a version has its own")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")

    def what(self) -> dict[str, Any]:
        content = self.version.content if self.version else self.content
        assert content is not None
        return content


class Comment(models.Model):
    """What a reader of a version says to a section or a row of it; of a unit, never lost, never edited."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=20)
    row = models.UUIDField(null=True)
    text = models.TextField("意见")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
