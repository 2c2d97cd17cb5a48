"""What pages show of an acceptance, and whose turn it is (办法19, 21)."""

from assessments.entry import Entry
from assessments.procedure.acceptance import AcceptanceState
from assessments.queries.acceptances import acceptances_visible_to
from organisations.models import Role

ENTRY = Entry(
    "acceptance", acceptances_visible_to,
    turns={
        AcceptanceState.DRAFT: {Role.ORGANISER_OFFICER: "写好并提出验收申请"},
        AcceptanceState.FILED: {Role.SAC_OFFICER: "受理验收申请"},
        AcceptanceState.RETURNED: {Role.ORGANISER_OFFICER: "补正后报送验收申请"},
        AcceptanceState.ACCEPTED: {Role.SAC_OFFICER: "组织专家验收，记录验收意见"},
    },
)  # fmt: skip
