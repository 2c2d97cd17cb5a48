"""The build: what the approval opens, its receipt, and the dates of its reports (办法17, 18; 指南三（六）)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bases import periods
from procedure.acts import Act
from procedure.dues import move_cycle
from procedure.models import DueDate
from procedure.reckoning import Period, Reckoned, beijing_day, chinese_date, end_instant, fixed, start_instant
from procedure.steps import NONE, STAYS, Due, Fixed, Permission, guard, step

from .people import HOSTS, ORGANISER, ORGANISERS, SAC_OFFICER, SAC_OFFICERS, SUPERVISORS
from .states import IN_BUILD, BaseState

if TYPE_CHECKING:
    from bases.models import Base

# The kinds of the dates; whoever files closes them.
REPORT, MIDTERM, PLAN = "build_report", "midterm_review", "construction_plan"
_RECEIPT = "指南三（六）"
REPORT_REMINDERS = (60, 30, 7)


def _reports(base: "Base", act: Act) -> Mapping[int, Reckoned]:
    """One for each year that has none yet: all at the approval, the further ones when the end moves."""
    if not base.approved_on or not base.build_ends:
        return {}
    there = DueDate.objects.filter(subject_id=base.pk, kind=REPORT).values_list("cycle", flat=True)
    years = periods.further_years(base.approved_on, base.build_ends, there)
    return {year: fixed(periods.report_due(year), article="办法17", fact=f"{year}年度报告截止日") for year in years}


def _midterm(base: "Base", act: Act) -> Fixed | None:
    if not base.build_starts or not base.first_end:
        return None
    starts, ends = base.build_starts, base.first_end
    half, latest = periods.midpoint(starts, ends), periods.midterm_latest(starts, ends)
    why = (
        f"建设期自{chinese_date(starts)}至{chinese_date(ends)}，中期为{chinese_date(half)}（办法第十八条）。\n"
        f"届时提醒；再过{periods.MIDTERM_GRACE.words}，至{chinese_date(latest)}仍未提交的，为逾期。建设期延长的，不改变本期限。"
    )
    return Fixed(end_instant(latest), why, remind_at=(start_instant(half),))


def _construction_plan(base: "Base", act: Act) -> Reckoned | None:
    """Counted from the receipt; none for a base that has filed it."""
    if base.received_on is None or base.plan_filed_on is not None:
        return None
    return periods.construction_plan_due(base.received_on, Period.parse(base.plan_period))


REPORTS_DUE = Due(REPORT, "年度建设情况报告", "办法17", _reports, reminders=REPORT_REMINDERS, tells=(HOSTS, ORGANISERS))
MIDTERM_DUE = Due(MIDTERM, "中期评估", "办法18", _midterm, reminders=(30, 7), tells=(ORGANISERS,))
PLAN_DUE = Due(
    PLAN, "建设方案", _RECEIPT, _construction_plan, reminders=(30, 7),
    tells=(HOSTS, ORGANISERS, SUPERVISORS, SAC_OFFICERS),
)  # fmt: skip

ORGANISER_OR_SAC = Permission(
    "base_organiser_or_sac", "申报组织单位或者国家标准委经办",
    lambda subject, seat: ORGANISER.holds(subject, seat) or SAC_OFFICER.holds(subject, seat),
    audience=ORGANISERS,
)  # fmt: skip


@guard(_RECEIPT)
def not_received(base: "Base", act: Act) -> str | None:
    if base.received_on is None:
        return None
    return f"已登记于{chinese_date(base.received_on)}收到批准文件；登记有误的，由国家标准委更正。"


@guard(_RECEIPT)
def received_before(base: "Base", act: Act) -> str | None:
    return None if base.received_on else "还没有登记收文，不需要更正。"


class BuildingSteps:
    """建设."""

    build_starts: Any
    build_ends: Any
    received_on: Any
    plan_filed_on: Any

    @step("登记收文", article=_RECEIPT, source=BaseState.BUILDING, target=STAYS,
          permission=ORGANISER_OR_SAC, guards=[not_received], form="ReceiptForm", opens=[PLAN_DUE],
          notifies=[HOSTS, ORGANISERS, SUPERVISORS])  # fmt: skip
    def record_receipt(self, act: Act) -> None:
        """登记收到批准文件的日期，建设方案的报送期限从这一天起算。"""
        self.received_on = act.data["received_on"]

    @step("更正收文日期", article=NONE("管理需要"), source=BaseState.BUILDING, target=STAYS,
          permission=SAC_OFFICER, guards=[received_before], form="CorrectReceiptForm", closes=[PLAN],
          opens=[PLAN_DUE], notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def correct_receipt(self, act: Act) -> None:
        """登记的日期有误，写明理由后更正，建设方案的报送期限重新计算。"""
        self.received_on = act.data["received_on"]

    @step("收到建设方案", article=_RECEIPT, source=IN_BUILD, target=STAYS, caused_by="construction_plan.file_plan",
          closes=[PLAN])  # fmt: skip
    def record_plan(self, act: Act) -> None:
        """建设方案首次报送国家标准委。"""
        self.plan_filed_on = beijing_day(act.at)

    @step("调整年度报告截止日", article="办法17", source=IN_BUILD, target=STAYS,
          permission=SAC_OFFICER, form="ReportDateForm", notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def move_report_date(self, act: Act) -> None:
        """写明理由，另定一个年度报告的截止日；已经报送的不变。"""
        move_cycle(act, REPORT, act.data["year"], _moved(act), REPORT_REMINDERS)


def _moved(act: Act) -> Fixed:
    day = act.data["day"]
    return Fixed(end_instant(day), f"国家标准委另定为{chinese_date(day)}。理由：{act.note}")
