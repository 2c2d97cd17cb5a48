"""定期评估和撤销: the cycle of an established base, and its end (办法32, 36)."""

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


EVALUATION_DUE = Due(
    "evaluation", "定期评估", "办法32", _next_evaluation, reminders=(90, 30, 7), tells=(SAC_OFFICERS, ORGANISERS, HOSTS)
)


class EvaluationSteps:
    """定期评估."""

    evaluation_months: Any
    evaluated_on: Any
    ended: Any

    @step("确定评估周期", article="办法32", source=[S.OPERATING], target=STAYS, permission=SAC_OFFICER,
          form="EvaluationCycleForm", closes=["evaluation"], opens=[EVALUATION_DUE],
          notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def set_evaluation_cycle(self, act: Act) -> None:
        """评估周期为 3 至 5 年，自批准成立或者上次评估结果起算；没有另行确定的为 3 年。"""
        self.evaluation_months = act.data["months"]

    @step("违规，撤销", article="办法36", source=S.OPERATING, target=S.REVOKED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="RevokeForm", guards=[violation_was_found],
          notifies=_CONCERNED)  # fmt: skip
    def revoke_violation(self, act: Act) -> None:
        """违规已经认定，予以撤销；名录保留并注明，不能撤回。"""
        from bases.revoking import revoke

        revoke(self, act)
