"""Which bases are entrusted to whom for what, today (办法7)."""

from typing import Any

from django.db.models import QuerySet

from assessments import models
from organisations.models import Membership, Role
from procedure import clock


def _in_force(unit_id: Any, task: str) -> "QuerySet[models.DelegationBase]":
    return models.DelegationBase.objects.filter(
        delegation__state="in_force", delegation__delegate=unit_id, delegation__tasks__contains=[task],
        delegation__until__gte=clock.today(),
    )  # fmt: skip


def holds(base: Any, unit_id: Any, task: str) -> bool:
    return _in_force(unit_id, task).filter(base=base).exists()


def bases_of(seat: Membership | None, task: str) -> "QuerySet[models.DelegationBase, Any]":
    """Keys of the bases on which a seat acts in commission for a task; for the rows of that task and no others."""
    if seat is None or seat.role != Role.ORGANISER_OFFICER:
        return models.DelegationBase.objects.none().values("base")
    return _in_force(seat.unit_id, task).values("base")
