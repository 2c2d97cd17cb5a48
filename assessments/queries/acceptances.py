"""Reads of self-checks and acceptances: each with the base, to those who have to do with it."""

from django.db.models import QuerySet

from assessments import models
from assessments.models import Acceptance, AcceptanceFile, SelfCheck
from assessments.procedure.self_check import SelfCheckState as S
from organisations.models import Membership, Role

from .of_base import from_states, rows_of_bases

_FOUND = (str(S.FIT), str(S.UNFIT))


def self_checks_visible_to(seat: Membership | None) -> QuerySet[SelfCheck]:
    """The host's own from the start, its organiser's once it is filed; those above read what was found."""
    rows = rows_of_bases(models.SelfCheck, seat)
    return rows if seat is None else from_states(rows, seat, host=None, organiser=(str(S.FILED), *_FOUND), above=_FOUND)


def acceptances_visible_to(seat: Membership | None) -> QuerySet[Acceptance]:
    """A draft is its organiser's own; to everybody else an application is there once it was filed."""
    rows: QuerySet[Acceptance] = rows_of_bases(models.Acceptance, seat)
    if seat is not None and seat.role == Role.ORGANISER_OFFICER:
        return rows
    return rows.filter(first_filed_at__isnull=False)


def files_visible_to(seat: Membership | None) -> QuerySet[AcceptanceFile]:
    """Those of the applications that it sees; one that was taken out is nobody's any more."""
    seen = acceptances_visible_to(seat).values("pk")
    return models.AcceptanceFile.objects.filter(acceptance__in=seen, removed_at=None)
