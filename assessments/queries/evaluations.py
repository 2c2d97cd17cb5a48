"""Reads; those above and in the base follow an evaluation's steps, what was found on the way is SAC's (办法32, 33)."""

from django.db.models import QuerySet

from assessments import models
from assessments.models import Evaluation, EvaluationFile
from assessments.procedure.evaluation import EvaluationState
from organisations.deciding import SAC
from organisations.models import Membership

from .of_base import HOSTS, rows_of_bases


def visible_to(seat: Membership | None) -> QuerySet[Evaluation]:
    return rows_of_bases(models.Evaluation, seat).select_related("dossier", "case", "decision")


def material_visible_to(seat: Membership | None) -> QuerySet[Evaluation]:
    """What is not filed yet is the host's alone."""
    rows = visible_to(seat)
    return rows if seat is None or seat.role in HOSTS else rows.exclude(state=EvaluationState.PREPARING)


def files_visible_to(seat: Membership | None) -> QuerySet[EvaluationFile]:
    """What SAC found goes into the report; before it only SAC reads it."""
    rows = models.EvaluationFile.objects.all()
    return rows if seat is not None and seat.role in SAC else rows.none()
