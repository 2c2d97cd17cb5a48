"""What pages show of a self-check: what was found, item by item; and whose turn it is (办法19)."""

from assessments.beginning import beginning
from assessments.entry import Beginning, Entry
from assessments.models import SelfCheck
from assessments.procedure.self_check import SelfCheckState
from assessments.queries.acceptances import self_checks_visible_to
from bases.models import Base
from organisations.models import Membership, Role
from organisations.tabs import Tab

from .acceptance import BEGINS_IN
from .filled import context

TABS = {"report": Tab("自查报告", "assessments/tab_self_check.html")}


def begins(base: Base, seat: Membership) -> list[Beginning]:
    if base.state not in BEGINS_IN:
        return []
    return beginning(SelfCheck(base=base), base, "assessments:self_check_begun", seat)


ENTRY = Entry(
    "self_check", self_checks_visible_to, TABS, context,
    turns={
        SelfCheckState.CHECKING: {Role.PREPARER: "开展自查", Role.SUBMITTER: "开展自查并报送自查结果"},
        SelfCheckState.FILED: {Role.ORGANISER_OFFICER: "认定自查是否符合验收条件"},
    },
    begins=begins,
)  # fmt: skip
