"""Who is told of a call and of an application, and who may do what."""

from typing import TYPE_CHECKING

from organisations.deciding import SAC_APPROVER, SAC_APPROVERS, SAC_OFFICER, SAC_OFFICERS
from organisations.models import Role
from organisations.queries import people_in, people_with
from procedure import clock
from procedure.steps import Audience, Permission, Seat

__all__ = [
    "APPLICANTS", "AUTHORITIES", "ORGANISER", "ORGANISERS", "PREPARER", "RECOMMENDER", "RECOMMENDERS", "SAC_APPROVER",
    "SAC_APPROVERS", "SAC_OFFICER", "SAC_OFFICERS", "SUBMITTER",
]  # fmt: skip

if TYPE_CHECKING:
    from applications.models import Application

# Who is told

APPLICANTS = Audience(
    "applicant", "申报单位", lambda application: people_in(
        application.unit_id, Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN, day=clock.today()
    )
)  # fmt: skip
ORGANISERS = Audience(
    "organiser", "申报组织单位",
    lambda application: people_in(application.organiser_id, Role.ORGANISER_OFFICER, day=clock.today()),
)  # fmt: skip
# Before endorsement the recommender knows of nothing, and is told of nothing.
RECOMMENDERS = Audience(
    "recommender", "推荐单位",
    lambda application: people_in(application.recommender_id, Role.RECOMMENDER_OFFICER, day=clock.today())
    if application.endorsed_at else [],
)  # fmt: skip
AUTHORITIES = Audience(
    "authorities", "各申报组织单位和推荐单位",
    lambda call: people_with(Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER, day=clock.today()),
)  # fmt: skip

# Who may


def _works_for_applicant(application: "Application", seat: Seat) -> bool:
    return _sits(seat, application.unit_id, Role.PREPARER, Role.SUBMITTER)


def _submits_for_applicant(application: "Application", seat: Seat) -> bool:
    return _sits(seat, application.unit_id, Role.SUBMITTER)


def _sits(seat: Seat, unit_id: object, *roles: Role) -> bool:
    return seat.role in roles and seat.unit_id == unit_id  # type: ignore[attr-defined]


PREPARER = Permission("preparer", "申报单位填报人", _works_for_applicant)
SUBMITTER = Permission("submitter", "申报单位报送人", _submits_for_applicant, audience=APPLICANTS)
ORGANISER = Permission(
    "organiser", "申报组织单位", lambda application, seat: _sits(seat, application.organiser_id, Role.ORGANISER_OFFICER)
)
RECOMMENDER = Permission(
    "recommender",
    "推荐单位",
    lambda application, seat: _sits(seat, application.recommender_id, Role.RECOMMENDER_OFFICER),
)
