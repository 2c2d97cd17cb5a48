"""Which officers have to do with which unit; the rooms above, which know why, say so at their start."""

from collections.abc import Callable

from .deciding import SAC
from .models import Membership, Role, Unit

Predicate = Callable[[Membership, Unit], bool]
_OFFICERS = (Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER)
PREDICATES: list[Predicate] = []


def concerns(predicate: Predicate) -> Predicate:
    """Register a reason for which an organiser's or recommender's officer has to do with a unit."""
    PREDICATES.append(predicate)
    return predicate


def may_confirm(seat: Membership, unit: Unit) -> bool:
    """Whether this officer may say that name and code are the unit's own."""
    if unit.is_authority:
        return False
    return seat.role == Role.SAC_OFFICER or (seat.role == Role.ORGANISER_OFFICER and _concerned(seat, unit))


def may_read_evidence(seat: Membership, unit: Unit) -> bool:
    """The unit itself, SAC, and the authorities that have to do with it."""
    return seat.unit_id == unit.pk or seat.role in SAC or (seat.role in _OFFICERS and _concerned(seat, unit))


def _concerned(seat: Membership, unit: Unit) -> bool:
    """Where no room has given a reason, nobody is trusted."""
    return any(predicate(seat, unit) for predicate in PREDICATES)
