"""Reads of major problems: known at once to everybody who has to do with the base."""

from django.db.models import QuerySet

from assessments import models
from assessments.models import MajorProblem, ProblemFile
from organisations.models import Membership

from .of_base import rows_of_bases


def visible_to(seat: Membership | None) -> QuerySet[MajorProblem]:
    return rows_of_bases(models.MajorProblem, seat)


def files_visible_to(seat: Membership | None) -> QuerySet[ProblemFile]:
    return models.ProblemFile.objects.filter(problem__in=visible_to(seat).values("pk"))
