"""How any machine's row is reached: through what its room lets the seat see."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from applications import queries as applications
from applications.models import Application, Call
from organisations.models import Membership, Role
from procedure.machines import Procedure


def _calls(seat: Membership | None) -> QuerySet[Any]:
    """Every call to SAC's officers; what is published has its public page for everybody else."""
    mine = seat is not None and seat.role in (Role.SAC_OFFICER, Role.SAC_APPROVER)
    return Call.objects.all() if mine else Call.objects.none()


def _applications(seat: Membership | None) -> QuerySet[Application]:
    return applications.visible_to(seat).select_related(
        "call", "unit", "organiser", "recommender", "region", "sector", "current"
    )


VISIBLE: dict[str, Callable[[Membership | None], QuerySet[Any]]] = {"application": _applications, "call": _calls}


def seen(seat: Membership | None, machine: str, key: uuid.UUID) -> Procedure:
    """The row, if the seat may see it; else it is not there."""
    if machine not in VISIBLE:
        raise Http404
    found: Procedure | None = VISIBLE[machine](seat).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
