"""Reads of annual reports: a draft is the host's, a filed one also its organiser's, a sent one everybody's above."""

from django.db.models import QuerySet

from assessments import models
from assessments.models import BuildReport
from assessments.procedure.build_report import BuildReportState as S
from organisations.models import Membership

from .of_base import from_states, rows_of_bases


def visible_to(seat: Membership | None) -> QuerySet[BuildReport]:
    rows = rows_of_bases(models.BuildReport, seat)
    if seat is None:
        return rows
    return from_states(rows, seat, host=None, organiser=(S.FILED, S.SENT, S.RECEIVED), above=(S.SENT, S.RECEIVED))
