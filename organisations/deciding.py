"""国家标准委's own seats: who proposes, who signs, and who is told; every room that decides rests on them (办法5)."""

from procedure import clock
from procedure.steps import Audience, Permission

from .models import Role
from .queries import people_with

# As its documents are headed and signed.
ISSUER = "国家标准化管理委员会"
# Both of its roles, who read what SAC reads.
SAC = (Role.SAC_OFFICER, Role.SAC_APPROVER)

SAC_OFFICERS = Audience(
    "sac_officers", "国家标准委经办", lambda subject: people_with(Role.SAC_OFFICER, day=clock.today())
)
SAC_APPROVERS = Audience(
    "sac_approvers", "国家标准委审批", lambda subject: people_with(Role.SAC_APPROVER, day=clock.today())
)
SAC_OFFICER = Permission(
    "sac_officer", "国家标准委经办", lambda subject, seat: seat.role == Role.SAC_OFFICER,  # type: ignore[attr-defined]
    decides=True, audience=SAC_OFFICERS,
)  # fmt: skip
SAC_APPROVER = Permission(
    "sac_approver", "国家标准委审批", lambda subject, seat: seat.role == Role.SAC_APPROVER,  # type: ignore[attr-defined]
    decides=True, audience=SAC_APPROVERS,
)  # fmt: skip
