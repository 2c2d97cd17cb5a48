"""What pages show of an annual report of the build, and whose turn it is (办法17)."""

from assessments.entry import Entry, Files
from assessments.procedure.build_report import BuildReportState as S
from assessments.queries.build_reports import visible_to
from assessments.queries.dossiers import files_visible_to
from bases.procedure.building import REPORT
from organisations.models import Role

from . import filled

ENTRY = Entry(
    "build_report", visible_to, filled.TABS, filled.context,
    turns={
        S.DRAFT: {
            Role.PREPARER: "填报{about}年度建设情况报告", Role.SUBMITTER: "填报并报送{about}年度建设情况报告",
        },
        S.FILED: {Role.ORGANISER_OFFICER: "审核上报{about}年度建设情况报告"},
        S.SENT: {Role.SAC_OFFICER: "接收{about}年度建设情况报告"},
    },
    about="year", answers=(REPORT,),
    files=(
        Files(
            lambda seat: files_visible_to(seat).filter(dossier__buildreport__isnull=False), "dossier__buildreport",
            "assessments:dossier_file",
        ),
    ),
    related=("base__region", "base__sector", "base__organiser", "dossier"),
)  # fmt: skip
