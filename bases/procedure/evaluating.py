"""定期评估和撤销: the cycle, three results with their effects, the end of an established base (办法32, 33, 36)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from organisations.deciding import SAC_APPROVER, SAC_OFFICER, SAC_OFFICERS
from procedure.acts import Act
from procedure.reckoning import Reckoned
from procedure.steps import STAYS, Due, step

from .ending import violation_was_found
from .people import HOSTS, ORGANISERS, SUPERVISORS
from .states import BaseState

if TYPE_CHECKING:
    from bases.models import Base

_CONCERNED = (HOSTS, ORGANISERS, SUPERVISORS)
S = BaseState


def evaluated_from(base: "Base") -> date | None:
    """From when the cycle runs: the last result, else the establishment; None where history does not know the day."""
    if base.evaluated_on is not None:
        return base.evaluated_on
    try:
        return date.fromisoformat(base.established)
    except ValueError:
        return None


def _next_evaluation(base: "Base", act: Act) -> Reckoned | None:
    from bases.periods import next_evaluation

    start = evaluated_from(base)
    return next_evaluation(start, base.evaluation_months, first=base.evaluated_on is None) if start else None


def _remediation_end(base: "Base", act: Act) -> Reckoned:
    from bases.periods import remediation_end

    assert base.evaluated_on is not None
    return remediation_end(base.evaluated_on)


EVALUATION_DUE = Due(
    "evaluation", "定期评估", "办法32", _next_evaluation, reminders=(90, 30, 7), tells=(SAC_OFFICERS, ORGANISERS, HOSTS)
)
REMEDIATION_DUE = Due(
    "remediation", "整改期满", "办法33", _remediation_end, reminders=(90, 30, 7, 1),
    tells=(HOSTS, ORGANISERS, SUPERVISORS, SAC_OFFICERS),
)  # fmt: skip


class EvaluationSteps:
    """定期评估."""

    evaluation_months: Any
    evaluated_on: Any
    excellent_on: Any
    ended: Any

    @step("确定评估周期", article="办法32", source=[S.OPERATING], target=STAYS, permission=SAC_OFFICER,
          form="EvaluationCycleForm", closes=["evaluation"], opens=[EVALUATION_DUE],
          notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def set_evaluation_cycle(self, act: Act) -> None:
        """评估周期为 3 至 5 年，自批准成立或者上次评估结果起算；没有另行确定的为 5 年。"""
        self.evaluation_months = act.data["months"]

    @step("评估结果：优秀", article="办法33", source=[S.OPERATING, S.REMEDIATION], target=S.OPERATING,
          caused_by="evaluation.conclude_excellent", closes=["evaluation", "remediation"], opens=[EVALUATION_DUE],
          notifies=_CONCERNED)  # fmt: skip
    def record_excellent(self, act: Act) -> None:
        """在政策、资金、项目、人才、奖励等方面给予优先考虑；下一周期自本次结果起算。"""
        self.evaluated_on = self.excellent_on = act.data["day"]

    @step("评估结果：合格", article="办法33", source=[S.OPERATING, S.REMEDIATION], target=S.OPERATING,
          caused_by="evaluation.conclude_qualified", closes=["evaluation", "remediation"], opens=[EVALUATION_DUE],
          notifies=_CONCERNED)  # fmt: skip
    def record_qualified(self, act: Act) -> None:
        """继续运行；下一周期自本次结果起算。"""
        self.evaluated_on, self.excellent_on = act.data["day"], None

    @step("评估结果：不合格", article="办法33", source=S.OPERATING, target=S.REMEDIATION,
          caused_by="evaluation.conclude_unqualified", closes=["evaluation"], opens=[REMEDIATION_DUE],
          notifies=_CONCERNED)  # fmt: skip
    def record_unqualified(self, act: Act) -> None:
        """给予1年时间整改，整改后再次评估。"""
        self.evaluated_on, self.excellent_on = act.data["day"], None

    @step("再次评估结果：不合格", article="办法33", source=S.REMEDIATION, target=S.UNQUALIFIED,
          caused_by="evaluation.conclude_unqualified_again", closes=["remediation"], notifies=_CONCERNED)  # fmt: skip
    def record_unqualified_again(self, act: Act) -> None:
        """整改后再次评估仍为不合格，此后只能撤销。"""
        self.evaluated_on = act.data["day"]

    @step("再次评估不合格，撤销", article="办法33", source=S.UNQUALIFIED, target=S.REVOKED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="RevokeForm", notifies=_CONCERNED)  # fmt: skip
    def revoke_unqualified(self, act: Act) -> None:
        """整改后再次评估结果仍为不合格，予以撤销；名录保留并注明，不能撤回。"""
        from bases.revoking import revoke

        revoke(self, act)

    @step("违规，撤销", article="办法36", source=[S.OPERATING, S.REMEDIATION], target=S.REVOKED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="RevokeForm", guards=[violation_was_found],
          notifies=_CONCERNED)  # fmt: skip
    def revoke_violation(self, act: Act) -> None:
        """违规已经认定，予以撤销；名录保留并注明，不能撤回。"""
        from bases.revoking import revoke

        revoke(self, act)
