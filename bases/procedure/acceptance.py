"""验收: applied for, given up, judged in three ways; each follows from a step of an acceptance (办法19, 21)."""

from typing import TYPE_CHECKING, Any, cast

from bases import periods
from procedure.acts import Act
from procedure.reckoning import Reckoned
from procedure.steps import Due, Fixed, step

from .extension import BUILD_END_AGAIN
from .people import HOSTS, ORGANISERS, SAC_OFFICERS
from .states import BaseState as S

if TYPE_CHECKING:
    from bases.models import Base


def _rectification(base: "Base", act: Act) -> Reckoned:
    assert base.rectify_since is not None
    return periods.rectification_end(base.rectify_since)


def _rectification_again(base: "Base", act: Act) -> Fixed:
    assert base.rectify_since is not None
    due = periods.rectification_end(base.rectify_since)
    return periods.not_before_the_day(Fixed(due.due_at, due.why), act.at, base.opened_until)


def _rectify_by(reckon: Any) -> Due:
    return Due(
        "rectification", "完成整改并再次提出验收申请", "办法21", reckon, reminders=(90, 30, 7, 1),
        fires="propose_unrectified", tells=(HOSTS, ORGANISERS, SAC_OFFICERS),
    )  # fmt: skip


RECTIFICATION_DUE, RECTIFICATION_AGAIN = _rectify_by(_rectification), _rectify_by(_rectification_again)


class AcceptanceSteps:
    """申请验收及其结果."""

    termination_proposed_at: Any

    @step("申请验收", article="办法19", source=S.BUILDING, target=S.AWAITING_ACCEPTANCE,
          caused_by="acceptance.file_request", closes=["build_end", "late_filing"])  # fmt: skip
    def request_acceptance(self, act: Act) -> None:
        """组织单位在建设期届满前的窗口内提出验收申请；在国家标准委审核期间不计逾期。"""
        self.termination_proposed_at = None

    @step("再次申请验收", article="办法21", source=S.RECTIFYING, target=S.AWAITING_ACCEPTANCE,
          caused_by="acceptance.file_again", closes=["rectification", "late_filing"])  # fmt: skip
    def request_again(self, act: Act) -> None:
        """整改完成后再次提出验收申请。"""
        self.termination_proposed_at = None

    @step("验收通过", article="办法21", source=S.AWAITING_ACCEPTANCE, target=S.PASSED,
          caused_by="acceptance.conclude_pass", notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def record_pass(self, act: Act) -> None:
        """验收意见为“通过”；批准成立另行发文。"""
        cast("Any", self).passed = act.data["opinion_on"].isoformat()

    @step("验收整改", article="办法21", source=S.AWAITING_ACCEPTANCE, target=S.RECTIFYING,
          caused_by="acceptance.conclude_rectify", opens=[RECTIFICATION_DUE],
          notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def record_rectify(self, act: Act) -> None:
        """验收意见为“整改”：自意见之日起6个月内完成整改，再次提出验收申请。"""
        cast("Any", self).rectify_since = act.data["opinion_on"]

    @step("验收未通过", article="办法21", source=S.AWAITING_ACCEPTANCE, target=S.FAILED,
          caused_by="acceptance.conclude_fail", notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def record_fail(self, act: Act) -> None:
        """验收意见为“未通过”：此后只能终止建设。"""

    @step("放弃验收申请", article="办法19", source=S.AWAITING_ACCEPTANCE, target=S.BUILDING,
          caused_by="acceptance.give_up", opens=[BUILD_END_AGAIN])  # fmt: skip
    def drop_request(self, act: Act) -> None:
        """组织单位放弃被退回的申请，创新基地回到建设中。"""

    @step("放弃再次验收申请", article="办法21", source=S.AWAITING_ACCEPTANCE, target=S.RECTIFYING,
          caused_by="acceptance.give_up", opens=[RECTIFICATION_AGAIN])  # fmt: skip
    def drop_again(self, act: Act) -> None:
        """组织单位放弃被退回的再次申请，创新基地回到整改，整改期限不变。"""
