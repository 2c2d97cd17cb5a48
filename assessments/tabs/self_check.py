"""What pages show of a self-check, and whose turn it is (办法19)."""

from assessments.entry import Entry
from assessments.procedure.self_check import SelfCheckState
from assessments.queries.acceptances import self_checks_visible_to
from organisations.models import Role

ENTRY = Entry(
    "self_check", self_checks_visible_to,
    turns={
        SelfCheckState.CHECKING: {Role.PREPARER: "开展自查", Role.SUBMITTER: "开展自查并报送自查结果"},
        SelfCheckState.FILED: {Role.ORGANISER_OFFICER: "认定自查是否符合验收条件"},
    },
)  # fmt: skip
