"""What is written beside the steps of a base's life, by whoever it is his to write."""

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Done
from bases.models import Base
from documents.models import File
from organisations.models import Unit


class KeptRow(Done):
    """A row with who and when; corrected under everybody's eyes, withdrawn with a reason, never deleted."""

    # The name of its kind in addresses.
    sort: ClassVar[str]
    pk: Any
    files: Any

    # Made with the page that it is written on, so that what is sent twice is kept once.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="%(class)s_rows")
    # Whose people wrote it.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("名称", max_length=200)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=100, blank=True)
    withdrawn_reason = models.TextField("撤回理由", blank=True)
    history = HistoricalRecords(
        inherit=True, history_change_reason_field=models.TextField(null=True), custom_model_name="{}History".format
    )

    class Meta:
        abstract = True
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title

    def refusal(self) -> str:
        """Why the row cannot be kept after all, asked once more under the base's lock; mostly nothing."""
        return ""

    def get_absolute_url(self) -> str:
        return reverse("assessments:kept", args=[self.sort, self.pk])


class Enclosed(Done):
    """A file that proves or is what a row says; added to, never taken away."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
