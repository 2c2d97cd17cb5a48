"""Who is told of a call and of an application, and who may do what."""

from typing import TYPE_CHECKING

from organisations.models import Role
from organisations.queries import people_in, people_with
from procedure import clock
from procedure.steps import Audience, Permission, Seat

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
SAC_OFFICERS = Audience(
    "sac_officers", "国家标准委经办", lambda subject: people_with(Role.SAC_OFFICER, day=clock.today())
)

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
SAC_OFFICER = Permission(
    "sac_officer", "国家标准委经办", lambda subject, seat: seat.role == Role.SAC_OFFICER,  # type: ignore[attr-defined]
    decides=True, audience=SAC_OFFICERS,
)  # fmt: skip
