"""The mid-term review of a base's build."""

from django.db import models

from assessments.procedure.midterm_review import MidtermReviewProcedure
from procedure.machines import kernel_triggers

from .rows import WithDossier


class MidtermReview(WithDossier, MidtermReviewProcedure):
    """One for a base, with a finding for each task and indicator."""

    filed_at = models.DateTimeField("提交", null=True)
    is_late = models.BooleanField("逾期提交", default=False)

    class Meta:
        triggers = kernel_triggers("midterm_review", ["draft"])
        constraints = [models.UniqueConstraint(fields=["base"], name="midterm_review_once")]
