"""What pages show of an annual report of the build, whose turn it is, and that it may be begun (办法17)."""

from assessments.beginning import beginning
from assessments.entry import Beginning, Entry
from assessments.models import BuildReport
from assessments.procedure.build_report import BuildReportState as S
from assessments.queries.build_reports import visible_to
from assessments.reporting import years_to_report
from bases.models import Base
from bases.procedure import IN_BUILD
from bases.procedure.building import REPORT
from organisations.models import Membership, Role

from . import filled


def begins(base: Base, seat: Membership) -> list[Beginning]:
    """While it is not established, and as long as a year has no report."""
    if base.state not in IN_BUILD or not years_to_report(base):
        return []
    return beginning(BuildReport(base=base), base, "assessments:report_begun", seat, label="填报年度建设情况")


ENTRY = Entry(
    "build_report", visible_to, filled.TABS, filled.context,
    turns={
        S.DRAFT: {
            Role.PREPARER: "填报{about}年度建设情况报告", Role.SUBMITTER: "填报并报送{about}年度建设情况报告",
        },
        S.FILED: {Role.ORGANISER_OFFICER: "审核上报{about}年度建设情况报告"},
        S.SENT: {Role.SAC_OFFICER: "接收{about}年度建设情况报告"},
    },
    about="year", answers=(REPORT,), files=filled.files_of("buildreport"), begins=begins, related=filled.RELATED,
)  # fmt: skip
