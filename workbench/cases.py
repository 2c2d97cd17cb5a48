"""How any machine's row is reached: through what its room lets the seat see, with the tabs that its room shows."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from applications import call_tabs
from applications import queries as applications
from applications import tabs as application_tabs
from applications.models import Application, Call
from applications.tabs import Tab
from organisations.models import Membership, Role
from procedure.machines import Procedure

_SAC = (Role.SAC_OFFICER, Role.SAC_APPROVER)
Asked = Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """One machine on the case page: which rows a seat sees, under which tabs, with what in each."""

    visible: Callable[[Membership | None], QuerySet[Any]]
    tabs: Callable[[Any, Membership], Mapping[str, Tab]] = lambda subject, seat: {}
    context: Callable[[str, Any, Membership, Asked], dict[str, Any]] = lambda name, subject, seat, asked: {}


def is_sac(seat: Membership | None) -> bool:
    return seat is not None and seat.role in _SAC


def _calls(seat: Membership | None) -> QuerySet[Any]:
    """Every call to SAC's officers; what is published has its public page for everybody else."""
    return Call.objects.all() if is_sac(seat) else Call.objects.none()


def _applications(seat: Membership | None) -> QuerySet[Application]:
    return applications.visible_to(seat).select_related(
        "call", "unit", "organiser", "recommender", "region", "sector", "current"
    )


KINDS: dict[str, Kind] = {
    "application": Kind(_applications, lambda subject, seat: application_tabs.shown_to(seat), application_tabs.context),
    "call": Kind(_calls, lambda subject, seat: call_tabs.TABS, call_tabs.context),
}


def kind_of(subject: Procedure) -> Kind:
    return KINDS[subject.machine]


def seen(seat: Membership | None, machine: str, key: uuid.UUID) -> Procedure:
    """The row, if the seat may see it; else it is not there."""
    if machine not in KINDS:
        raise Http404
    found: Procedure | None = KINDS[machine].visible(seat).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
