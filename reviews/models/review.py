"""The review of one application: one-to-one to it and to the case that a panel judges."""

import uuid

from django.db import models
from django.urls import reverse

from applications.models import Application
from procedure.machines import kernel_triggers
from reviews.procedure.application_review import ApplicationReviewProcedure

from .panels import Case


class ApplicationReview(ApplicationReviewProcedure):
    """专家评审 of an application; its conclusion is the application's next step."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="review")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="review")

    class Meta:
        triggers = kernel_triggers("application_review", ["open"])

    def __str__(self) -> str:
        return f"{self.application}的专家评审"

    def choose_root(self) -> uuid.UUID:
        return self.application.pk

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=["application", self.application_id])
