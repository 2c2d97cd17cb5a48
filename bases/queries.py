"""Reads: the register is everybody's; what a base has promised is for its host, those above it, and SAC."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from organisations.models import Membership, Role
from procedure.asked import uuid_in

from . import models
from .models import Base
from .procedure import BaseState

_SAC = (Role.SAC_OFFICER, Role.SAC_APPROVER)
_OFFICES = (Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER)
_HOSTS = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN)


def public() -> QuerySet[Base]:
    """Every base that there is or was; history that is only half recorded is not yet one."""
    return models.Base.objects.exclude(state=BaseState.RECORDED)


def with_host(rows: QuerySet[Base]) -> QuerySet[Base]:
    """Each with the name of its newest host, which an ended base keeps."""
    newest = models.HostSpell.objects.filter(base=OuterRef("pk")).order_by("-pk").values("name")[:1]
    return rows.annotate(host=Subquery(newest))


def visible_to(seat: Membership | None) -> QuerySet[Base]:
    """The bases whose own page a seat sees; everybody else has the public one."""
    rows = models.Base.objects.select_related("region", "sector", "organiser")
    if seat is None:
        return rows.none()
    if seat.role in _SAC:
        return rows
    if seat.role in _HOSTS:
        return rows.filter(pk__in=models.HostSpell.objects.filter(unit=seat.unit_id, until="").values("base"))
    if seat.role in _OFFICES:
        supervised = models.SupervisorSpell.objects.filter(unit=seat.unit_id, until="").values("base")
        return rows.filter(Q(organiser=seat.unit_id) | Q(pk__in=supervised))
    return rows.none()


def in_order(rows: QuerySet[Base]) -> QuerySet[Base]:
    """The newest approval first; of whose day nothing is known stands last."""
    return rows.order_by(F("approved").desc(), "pk")


def behind(rows: QuerySet[Base], key: str) -> QuerySet[Base]:
    """Go on behind a row by its key; one that cannot be read begins anew."""
    approved, _, row = key.partition("~")
    pk = uuid_in(row)
    if pk is None or "\0" in approved or len(approved) > 10:
        return rows
    same_day: Any = Q(approved=approved, pk__gt=pk)
    return rows.filter(Q(approved__lte=approved), Q(approved__lt=approved) | same_day)


def key_of(approved: str, pk: Any) -> str:
    return f"{approved}~{pk}"
