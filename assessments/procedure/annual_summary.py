"""年度总结和计划: the host files to SAC by the end of December; the organiser is no gate (办法29)."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models as db

from assessments import dossiers, summarising
from bases.procedure.people import HOST, HOST_SUBMITTER, HOSTS, ORGANISERS, SAC_OFFICER, SAC_OFFICERS
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.reckoning import beijing_day
from procedure.steps import Birth, guard, step

from .annual_assessment import is_established
from .filling import is_complete

if TYPE_CHECKING:
    from assessments.models import AnnualSummary

_ARTICLE = "办法29"


class AnnualSummaryState(db.TextChoices):
    DRAFT = "draft", "填报中"
    FILED = "filed", "待国家标准委接收"
    CORRECTING = "correcting", "更正中"
    RECEIVED = "received", "已接收"


S = AnnualSummaryState
base_stands = guard(_ARTICLE)(is_established)


@guard(_ARTICLE)
def year_has_begun(row: "AnnualSummary", act: Act) -> str | None:
    """From the year of establishment on, where that is known, to the one that runs."""
    first = int(row.base.established[:4] or 0)
    if first <= row.year <= beijing_day(act.at).year:
        return None
    return f"{row.year}年不在批准成立以来的年度之内。"


@guard(_ARTICLE)
def once_a_year(row: "AnnualSummary", act: Act) -> str | None:
    there = type(row)._default_manager.filter(base=row.base, year=row.year).exclude(pk=row.pk)
    return f"{row.year}年度的总结已经有一份，请在那一份上填写。" if there.exists() else None


class AnnualSummaryProcedure(Procedure):
    """年度工作总结和计划."""

    machine = "annual_summary"
    machine_label = "年度工作总结和计划"
    States = S
    road = (S.DRAFT, S.FILED, S.RECEIVED)
    roots = ("base",)
    written_in = (S.DRAFT, S.CORRECTING)
    written_by = HOST
    filed_by_step = "file_summary"
    births = (
        Birth("开始填报年度总结和计划", _ARTICLE, S.DRAFT, HOST, guards=(base_stands, year_has_begun, once_a_year)),
    )

    base: Any
    dossier: Any
    year: Any
    filed_at: Any
    is_late: Any
    achieved: Any
    no_trend: Any

    class Meta:
        abstract = True

    @step("报送年度总结和计划", article=_ARTICLE, source=[S.DRAFT, S.CORRECTING], target=S.FILED,
          permission=HOST_SUBMITTER, guards=[base_stands, is_complete], form="FileSummaryForm",
          notifies=[SAC_OFFICERS, ORGANISERS])  # fmt: skip
    def file_summary(self, act: Act) -> None:
        """直接报送国家标准委，申报组织单位同时看到；内容冻结。是否按期以第一次报送为准，逾期的仍然收，注明逾期。"""
        summarising.file(cast("AnnualSummary", self), act)

    @step("要求更正", article=_ARTICLE, source=S.FILED, target=S.CORRECTING, permission=SAC_OFFICER,
          form="NoteForm", notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def ask_correction(self, act: Act) -> None:
        """写明要更正什么；已报送的一份留存，承担单位在原有内容上更正，报送时间仍以第一次为准。"""
        assert act.seat is not None
        self.dossier = dossiers.reopen(self.dossier, seat=act.seat)  # type: ignore[arg-type]

    @step("接收年度总结和计划", article=_ARTICLE, source=S.FILED, target=S.RECEIVED, permission=SAC_OFFICER,
          form="RemarkForm", notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def receive_summary(self, act: Act) -> None:
        """国家标准委收到年度总结和计划，本年度报送完毕。"""
