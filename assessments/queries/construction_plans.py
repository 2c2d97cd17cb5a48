"""Reads of construction plans: a draft is the host's and the organiser's, a filed one also of those above them."""

from django.db.models import QuerySet

from assessments import models
from assessments.models import ConstructionPlan
from assessments.procedure.construction_plan import ConstructionPlanState as S
from organisations.models import Membership

from .of_base import from_states, rows_of_bases


def visible_to(seat: Membership | None) -> QuerySet[ConstructionPlan]:
    rows = rows_of_bases(models.ConstructionPlan, seat)
    return rows if seat is None else from_states(rows, seat, host=None, organiser=None, above=(S.FILED, S.ACCEPTED))
