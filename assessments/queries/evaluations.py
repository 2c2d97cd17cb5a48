"""Reads; those above and in the base follow an evaluation's steps, what was found on the way is SAC's (办法32, 33)."""

from django.db.models import QuerySet

from assessments import models
from assessments.models import Evaluation, EvaluationFile
from organisations.deciding import SAC
from organisations.models import Membership

from .of_base import rows_of_bases


def visible_to(seat: Membership | None) -> QuerySet[Evaluation]:
    return rows_of_bases(models.Evaluation, seat).select_related("dossier", "case", "decision")


def files_visible_to(seat: Membership | None) -> QuerySet[EvaluationFile]:
    """What SAC found goes into the report; before it only SAC reads it."""
    rows = models.EvaluationFile.objects.all()
    return rows if seat is not None and seat.role in SAC else rows.none()
