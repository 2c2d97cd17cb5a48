"""Reads: the register is everybody's; what a base has promised is for its host, those above it, and SAC."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure.asked import uuid_in
from procedure.models import DueDate

from . import models
from .models import Base
from .models.base import ENDING_TO_DECIDE
from .procedure import IN_BUILD, BaseState
from .procedure.building import REPORT

_OFFICES = (Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER)
# 2026-07-31: a day that is known as a whole.
_WHOLE_DAY = 10
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
    if seat.role in SAC:
        return rows
    if seat.role in _HOSTS:
        return rows.filter(pk__in=models.HostSpell.objects.filter(unit=seat.unit_id, until="").values("base"))
    if seat.role in _OFFICES:
        supervised = models.SupervisorSpell.objects.filter(unit=seat.unit_id, until="").values("base")
        return rows.filter(Q(organiser=seat.unit_id) | Q(pk__in=supervised))
    return rows.none()


def readable_by(seat: Membership | None) -> QuerySet[Base]:
    """Those, and whose page alone it reads: what it is entrusted with (办法7), what it once carried (办法35)."""
    rows = visible_to(seat)
    if seat is None or seat.role not in (Role.ORGANISER_OFFICER, *_HOSTS):
        return rows
    granted: Any = models.BaseGrant.objects.filter(unit=seat.unit_id).values("base")
    if seat.role in _HOSTS:
        granted = models.HostSpell.objects.filter(unit=seat.unit_id).values("base")
    return models.Base.objects.select_related("region", "sector", "organiser").filter(
        Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=granted)
    )


def may_see(base: Base, seat: Membership) -> bool:
    """Whether the base is the seat's own to see, not only entrusted to it."""
    return seat.role in SAC or visible_to(seat).filter(pk=base.pk).exists()


def charged_to(seat: Membership) -> QuerySet[Base]:
    """The bases that this seat's unit itself carries, organises or supervises, by the seat's role; all are SAC's."""
    rows = models.Base.objects.order_by()
    if seat.role in SAC:
        return rows
    if seat.role in _HOSTS:
        return rows.filter(pk__in=models.HostSpell.objects.filter(unit=seat.unit_id, until="").values("base"))
    if seat.role == Role.ORGANISER_OFFICER:
        return rows.filter(organiser=seat.unit_id)
    if seat.role == Role.RECOMMENDER_OFFICER:
        return rows.filter(pk__in=models.SupervisorSpell.objects.filter(unit=seat.unit_id, until="").values("base"))
    return rows.none()


def carried_until(base: Base, seat: Membership) -> date | None:
    """The last day on which this seat's unit carried the base, where it does so no longer: it reads no further."""
    if seat.role not in _HOSTS or base.host_unit_id == seat.unit_id:
        return None
    spell = base.hosts.filter(unit=seat.unit_id).exclude(until="").order_by("pk").last()
    return date.fromisoformat(spell.until) if spell and len(spell.until) == _WHOLE_DAY else None


def to_be_ended() -> QuerySet[Base]:
    """Those whose build somebody of SAC must decide to end or not, the longest waiting first (办法20, 21, 36)."""
    return with_host(models.Base.objects.filter(ENDING_TO_DECIDE, state__in=IN_BUILD)).order_by("since", "pk")


def owed_reports(base: Base) -> list[int]:
    """The years of the build whose report is still awaited, the earliest first."""
    rows = DueDate.objects.filter(subject_id=base.pk, kind=REPORT, closed_at=None)
    return list(rows.order_by("cycle").values_list("cycle", flat=True))


def in_order(rows: QuerySet[Base]) -> QuerySet[Base]:
    """The newest approval first; of whose day nothing is known stands last."""
    return rows.order_by(F("approved").desc(), "pk")


def behind(rows: QuerySet[Base], key: str) -> QuerySet[Base]:
    """Go on behind a row by its key; one that cannot be read begins anew."""
    if (found := key_in(key)) is None:
        return rows
    approved, pk = found
    same_day: Any = Q(approved=approved, pk__gt=pk)
    return rows.filter(Q(approved__lte=approved), Q(approved__lt=approved) | same_day)


def key_in(typed: str) -> tuple[str, UUID] | None:
    """Approval and key of the row behind which is gone on; None if it cannot be read."""
    approved, _, row = typed.partition("~")
    pk = uuid_in(row)
    return (approved, pk) if pk and "\0" not in approved and len(approved) <= 10 else None


def key_of(approved: str, pk: Any) -> str:
    return f"{approved}~{pk}"
