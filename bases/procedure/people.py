"""Whom a base has above it and within, told and permitted alike for the base and for the rows that hang on it."""

from typing import TYPE_CHECKING, Any

from organisations.deciding import SAC_APPROVER, SAC_APPROVERS, SAC_OFFICER, SAC_OFFICERS
from organisations.models import Role
from organisations.queries import people_in
from procedure import clock
from procedure.steps import Audience, Permission, Seat

if TYPE_CHECKING:
    from bases.models import Base

__all__ = [
    "HOST", "HOSTS", "HOST_SUBMITTER", "ORGANISER", "ORGANISERS", "SAC_APPROVER", "SAC_APPROVERS", "SAC_OFFICER",
    "SAC_OFFICERS", "SUPERVISOR", "SUPERVISORS", "base_of",
]  # fmt: skip


def base_of(subject: Any) -> "Base":
    """The base itself, or the one that a row of a later stage hangs on."""
    found: Base = getattr(subject, "base", subject)
    return found


def _people(unit_id: Any, *roles: Role) -> list[Any]:
    return people_in(unit_id, *roles, day=clock.today()) if unit_id else []


def _sits(seat: Seat, unit_id: Any, *roles: Role) -> bool:
    return seat.role in roles and unit_id is not None and seat.unit_id == unit_id  # type: ignore[attr-defined]


HOSTS = Audience(
    "base_hosts", "承担单位",
    lambda subject: _people(base_of(subject).host_unit_id, Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN),
)  # fmt: skip
ORGANISERS = Audience(
    "base_organisers", "申报组织单位", lambda subject: _people(base_of(subject).organiser_id, Role.ORGANISER_OFFICER)
)
SUPERVISORS = Audience(
    "base_supervisors", "行业部门或者地方政府",
    lambda subject: _people(base_of(subject).supervisor_unit_id, Role.RECOMMENDER_OFFICER),
)  # fmt: skip
# Whoever drafts for the host, and who files.
HOST = Permission(
    "base_host", "承担单位填报人",
    lambda subject, seat: _sits(seat, base_of(subject).host_unit_id, Role.PREPARER, Role.SUBMITTER),
    audience=HOSTS,
)  # fmt: skip
HOST_SUBMITTER = Permission(
    "base_host_submitter", "承担单位报送人",
    lambda subject, seat: _sits(seat, base_of(subject).host_unit_id, Role.SUBMITTER),
    audience=HOSTS,
)  # fmt: skip
ORGANISER = Permission(
    "base_organiser", "申报组织单位",
    lambda subject, seat: _sits(seat, base_of(subject).organiser_id, Role.ORGANISER_OFFICER),
    audience=ORGANISERS,
)  # fmt: skip
SUPERVISOR = Permission(
    "base_supervisor", "行业部门或者地方政府",
    lambda subject, seat: _sits(seat, base_of(subject).supervisor_unit_id, Role.RECOMMENDER_OFFICER),
    audience=SUPERVISORS,
)  # fmt: skip
