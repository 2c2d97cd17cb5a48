"""Reads; a change is known to SAC, to those above and in the base, and to the host that comes or goes (办法35)."""

from django.db.models import Q, QuerySet

from assessments import models
from assessments.models import Change, ChangeFile
from bases.queries import visible_to as bases_visible_to
from organisations.deciding import SAC
from organisations.models import Membership, Role

_HOSTS = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN)


def visible_to(seat: Membership | None) -> QuerySet[Change]:
    """The host that goes keeps reading it, the one that comes reads it before it has the base."""
    rows = models.Change.objects.select_related("host", "former", "asked_by", "letter", "item__notice", "decision")
    if seat is None:
        return rows.none()
    if seat.role in SAC:
        return rows
    of_base: Q = Q(base__in=bases_visible_to(seat).values("pk"))
    if seat.role in _HOSTS:
        return rows.filter(of_base | Q(host=seat.unit_id) | Q(former=seat.unit_id))
    return rows.filter(of_base)


def waiting_for(seat: Membership | None) -> QuerySet[Change]:
    """Those on which it may be this seat's turn: the new host's, the authority's, SAC's."""
    rows = visible_to(seat)
    return rows.filter(host=seat.unit_id) if seat is not None and seat.role == Role.SUBMITTER else rows


def files_visible_to(seat: Membership | None) -> QuerySet[ChangeFile]:
    return models.ChangeFile.objects.filter(change__in=visible_to(seat).values("pk"))
