"""终止建设: what the clock tells SAC, and what SAC's people then decide in pairs (办法19至21, 36)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from bases import ending
from procedure.acts import Act
from procedure.reckoning import chinese_date, end_instant
from procedure.steps import STAYS, SYSTEM, Due, Fixed, guard, step

from .people import HOSTS, ORGANISERS, SAC_APPROVER, SAC_OFFICER, SAC_OFFICERS, SUPERVISORS
from .states import ESTABLISHED, IN_BUILD
from .states import BaseState as S

if TYPE_CHECKING:
    from bases.models import Base

_NOT_ESTABLISHED = (S.BUILDING, S.AWAITING_ACCEPTANCE, S.RECTIFYING, S.PASSED)
_EVERYBODY = (HOSTS, ORGANISERS, SUPERVISORS)


@guard("办法20")
def end_has_passed(base: "Base", act: Act) -> str | None:
    return _not_over(ending.last_moment(base), act.at, "建设期届满")


@guard("办法21")
def rectification_has_passed(base: "Base", act: Act) -> str | None:
    return _not_over(ending.last_moment(base), act.at, "整改期满")


@guard("办法20")
def nothing_is_pending(base: "Base", act: Act) -> str | None:
    if base.extension_asked_at is None:
        return None
    return "届满前提出的延期申请还没有决定，决定之前不计逾期。"


@guard("办法19")
def no_late_filing_is_open(base: "Base", act: Act) -> str | None:
    if base.opened_until is None or not base.is_opened(act.at):
        return None
    return f"已同意在{chinese_date(base.opened_until)}24时前申请验收，在此之前不能终止。"


@guard("办法36")
def violation_was_found(base: "Base", act: Act) -> str | None:
    return None if base.violation_found else "没有认定违规；请先立案，听取陈述申辩后认定。"


def _not_over(over: datetime | None, at: datetime, what: str) -> str | None:
    if over is None:
        return f"{what}的日期不详，不能按本条终止。"
    return None if at >= over else f"{what}的最后一个按时日还没有过（{chinese_date(ending.day_before(over))}24时）。"


def _late_filing(base: "Base", act: Act) -> Fixed:
    day = act.data["until"]
    return Fixed(end_instant(day), f"国家标准委同意在{chinese_date(day)}24时前申请验收，理由：{act.note}")


def _late(fires: str) -> Due:
    return Due(
        "late_filing", "延后申请验收", "办法19、办法21", _late_filing, reminders=(30, 15, 7, 1), fires=fires,
        tells=(HOSTS, ORGANISERS),
    )  # fmt: skip


class EndingSteps:
    """终止建设."""

    termination_proposed_at: Any
    opened_until: Any
    violation_found: Any
    ended: Any

    @step("提示终止：建设期届满", article="办法20", source=S.BUILDING, target=STAYS, permission=SYSTEM,
          guards=[end_has_passed, nothing_is_pending, no_late_filing_is_open],
          notifies=[SAC_OFFICERS, *_EVERYBODY])  # fmt: skip
    def propose_termination(self, act: Act) -> None:
        """届满时没有待决定的验收或者延期申请，列入国家标准委待办；不改变创新基地的状态，由人决定。"""
        self.termination_proposed_at = act.at

    @step("同意延后申请验收", article="办法19", source=S.BUILDING, target=STAYS, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="OpenWindowForm", closes=["late_filing"],
          opens=[_late("propose_termination")], guards=[end_has_passed, nothing_is_pending],
          notifies=_EVERYBODY)  # fmt: skip
    def open_window(self, act: Act) -> None:
        """已经完成建设但错过申请验收期限的，写明理由后同意其在某日前申请；届时仍未申请的再次提示终止。"""
        self.opened_until, self.termination_proposed_at = act.data["until"], None

    @step("终止建设（逾期）", article="办法20", source=S.BUILDING, target=S.TERMINATED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="OverdueForm",
          guards=[end_has_passed, nothing_is_pending, no_late_filing_is_open], notifies=_EVERYBODY)  # fmt: skip
    def terminate_overdue(self, act: Act) -> None:
        """未按规定提出延期申请、延期申请未获批准，或者延期后未按期完成建设任务的，终止建设。"""
        ending.terminate(cast("Base", self), act)

    @step("提示终止：整改期满", article="办法21", source=S.RECTIFYING, target=STAYS, permission=SYSTEM,
          guards=[rectification_has_passed, no_late_filing_is_open],
          notifies=[SAC_OFFICERS, *_EVERYBODY])  # fmt: skip
    def propose_unrectified(self, act: Act) -> None:
        """整改期满没有再次提出验收申请，列入国家标准委待办；不改变创新基地的状态，由人决定。"""
        self.termination_proposed_at = act.at

    @step("同意逾期再次申请验收", article="办法21", source=S.RECTIFYING, target=STAYS, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="OpenWindowForm", closes=["late_filing"],
          opens=[_late("propose_unrectified")], guards=[rectification_has_passed], notifies=_EVERYBODY)  # fmt: skip
    def open_late_acceptance(self, act: Act) -> None:
        """整改期满后写明理由，同意其在某日前再次申请验收；届时仍未申请的再次提示终止。"""
        self.opened_until, self.termination_proposed_at = act.data["until"], None

    @step("终止建设（整改期满）", article="办法21", source=S.RECTIFYING, target=S.TERMINATED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="OverdueForm", guards=[rectification_has_passed, no_late_filing_is_open],
          notifies=_EVERYBODY)  # fmt: skip
    def terminate_unrectified(self, act: Act) -> None:
        """6个月内没有完成整改并再次提出验收申请的，终止建设。"""
        ending.terminate(cast("Base", self), act)

    @step("终止建设（验收未通过）", article="办法21", source=S.FAILED, target=S.TERMINATED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="TerminateForm", notifies=_EVERYBODY)  # fmt: skip
    def terminate_failed(self, act: Act) -> None:
        """验收意见为“未通过”的，终止建设。"""
        ending.terminate(cast("Base", self), act)

    @step("认定违规", article="办法36", source=[*IN_BUILD, *ESTABLISHED], target=STAYS,
          caused_by="violation.uphold_violation", notifies=(ORGANISERS, SUPERVISORS))  # fmt: skip
    def record_violation(self, act: Act) -> None:
        """经听取陈述申辩后认定违规；终止建设或者撤销由国家标准委另行提请。"""
        self.violation_found = act.at.date()

    @step("终止建设（违规）", article="办法36", source=_NOT_ESTABLISHED, target=S.TERMINATED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="TerminateForm", guards=[violation_was_found],
          notifies=_EVERYBODY)  # fmt: skip
    def terminate_violation(self, act: Act) -> None:
        """经认定违规，终止建设。"""
        ending.terminate(cast("Base", self), act)
