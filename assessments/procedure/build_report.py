"""年度建设情况报告: the host reports to its organiser, which sends it on to SAC (办法17)."""

from typing import TYPE_CHECKING, Any

from django.db import models as db

from assessments import dossiers
from bases.procedure import IN_BUILD
from bases.procedure.building import REPORT
from bases.procedure.people import (
    HOST,
    HOST_SUBMITTER,
    HOSTS,
    ORGANISER,
    ORGANISERS,
    SAC_OFFICER,
    SAC_OFFICERS,
    SUPERVISORS,
)
from procedure.acts import Act
from procedure.dues import close_cycle
from procedure.machines import Procedure
from procedure.models import DueDate
from procedure.reckoning import beijing_day
from procedure.steps import Birth, guard, step

from .filling import is_complete

if TYPE_CHECKING:
    from assessments.models import BuildReport

_ARTICLE = "办法17"


class BuildReportState(db.TextChoices):
    DRAFT = "draft", "填报中"
    FILED = "filed", "待组织单位上报"
    SENT = "sent", "待国家标准委接收"
    RECEIVED = "received", "已接收"


S = BuildReportState


@guard(_ARTICLE)
def base_in_build(report: "BuildReport", act: Act) -> str | None:
    if report.base.state in IN_BUILD:
        return None
    return f"创新基地{report.base.state_label}，年度建设情况由尚未批准成立的创新基地上报。"


@guard(_ARTICLE, on_data=True)
def year_to_report(report: "BuildReport", act: Act) -> str | None:
    """A year of the build that has come; nobody reports of what has not happened."""
    first, today = report.base.approved[:4], beijing_day(act.at)
    if first and int(first) <= report.year <= today.year:
        return None
    return f"{report.year}年不在已经开始的建设年度之内。"


@guard(_ARTICLE, on_data=True)
def once_a_year(report: "BuildReport", act: Act) -> str | None:
    there = type(report)._default_manager.filter(base=report.base, year=report.year).exclude(pk=report.pk)
    return f"{report.year}年度的报告已经有一份，请在那一份上填写。" if there.exists() else None


class BuildReportProcedure(Procedure):
    """年度建设情况报告."""

    machine = "build_report"
    machine_label = "年度建设情况报告"
    States = BuildReportState
    roots = ("base",)
    written_in = (S.DRAFT,)
    written_by = HOST
    filed_by_step = "file_report"
    births = (
        Birth("开始填报年度建设情况", _ARTICLE, S.DRAFT, HOST, guards=(base_in_build, year_to_report, once_a_year)),
    )

    base: Any
    dossier: Any
    year: Any
    filed_at: Any
    is_late: Any

    class Meta:
        abstract = True

    @step("报送年度建设情况", article=_ARTICLE, source=S.DRAFT, target=S.FILED, permission=HOST_SUBMITTER,
          guards=[is_complete, base_in_build], notifies=[ORGANISERS])  # fmt: skip
    def file_report(self, act: Act) -> None:
        """报送申报组织单位，由其上报国家标准委；内容冻结。以第一次报送的时间计算是否按期，逾期的仍然收，注明逾期。"""
        dossiers.freeze(self.dossier, act, stands=False)
        if self.filed_at is None:
            due = DueDate.objects.filter(subject_id=self.base.pk, kind=REPORT, cycle=self.year).first()
            self.filed_at, self.is_late = act.at, due is not None and act.at >= due.due_at
            close_cycle(act, REPORT, self.year, of=self.base)

    @step("退回年度建设情况", article=_ARTICLE, source=S.FILED, target=S.DRAFT, permission=ORGANISER, form="NoteForm",
          notifies=[HOSTS])  # fmt: skip
    def return_report(self, act: Act) -> None:
        """写明要修改的内容，退回承担单位；已报送的一份留存，承担单位在原有内容上修改。"""
        assert act.seat is not None
        self.dossier = dossiers.reopen(self.dossier, seat=act.seat)  # type: ignore[arg-type]

    @step("上报年度建设情况", article=_ARTICLE, source=S.FILED, target=S.SENT, permission=ORGANISER,
          form="RemarkForm", notifies=[SAC_OFFICERS, SUPERVISORS])  # fmt: skip
    def send_report(self, act: Act) -> None:
        """上报国家标准委；报告的数值自此列入建设承诺台账，行业部门、地方政府可以看到。"""
        dossiers.stand(self.dossier, act)

    @step("接收年度建设情况", article=_ARTICLE, source=S.SENT, target=S.RECEIVED, permission=SAC_OFFICER,
          form="RemarkForm", notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def receive_report(self, act: Act) -> None:
        """国家标准委收到报告，本年度上报完毕。"""
