"""Reads of mid-term reviews: the organiser's while it is written, then everybody's who has to do with the base."""

from django.db.models import QuerySet

from assessments import models
from assessments.models import MidtermReview
from assessments.procedure.midterm_review import MidtermReviewState as S
from organisations.models import Membership

from .of_base import from_states, rows_of_bases

_FILED = (S.FILED, S.RECEIVED)


def visible_to(seat: Membership | None) -> QuerySet[MidtermReview]:
    rows = rows_of_bases(models.MidtermReview, seat)
    return rows if seat is None else from_states(rows, seat, host=_FILED, organiser=None, above=_FILED)
