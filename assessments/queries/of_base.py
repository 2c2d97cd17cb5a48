"""Reads of the rows that hang on a base: who sees a base sees them, each from the state that is meant for him."""

from typing import Any

from django.db.models import Q, QuerySet

from bases import queries as bases
from organisations.deciding import SAC
from organisations.models import Membership, Role

HOSTS = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN)


def rows_of_bases(model: Any, seat: Membership | None) -> QuerySet[Any]:
    """The rows under the bases that a seat sees, whatever their state."""
    if seat is None:
        return model.objects.none()
    return model.objects.filter(base__in=bases.visible_to(seat).values("pk")).select_related("base")


def from_states(
    rows: QuerySet[Any], seat: Membership, *, host: tuple[str, ...] | None, organiser: tuple[str, ...] | None,
    above: tuple[str, ...],
) -> QuerySet[Any]:  # fmt: skip
    """What of these the seat sees: the host's part, the organiser's, and that of whoever stands above; None is all."""
    if seat.role in HOSTS:
        return _in(rows, host)
    if seat.role in SAC:
        return _in(rows, above)
    mine = Q() if organiser is None else Q(state__in=organiser)
    return rows.filter(Q(base__organiser=seat.unit_id) & mine | Q(state__in=above))


def _in(rows: QuerySet[Any], states: tuple[str, ...] | None) -> QuerySet[Any]:
    return rows if states is None else rows.filter(state__in=states)
