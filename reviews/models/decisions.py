"""What an officer decided of a ground that the records alone cannot settle, as two people of one name."""

import pgtrigger
from django.db import models

from accounts.models import Done

from .experts import Expert
from .panels import Panel


class ConflictDecision(Done):
    """Yes or no, with the reason, on one uncertain ground against one expert; a later word takes the place of it."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="decisions")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="decisions")
    # The ground as it was shown: matter, kind and fact. Another fact is another ground.
    matter = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    fact = models.TextField()
    avoids = models.BooleanField("须回避")
    reason = models.TextField("理由")

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
