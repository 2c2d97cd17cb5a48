"""重大问题: reported by the host at once and to everybody above it, without a gate (办法17)."""

from typing import TYPE_CHECKING

from django.db import models as db

from bases.procedure import IN_BUILD
from bases.procedure.people import HOST_SUBMITTER, HOSTS, ORGANISERS, SAC_OFFICER, SAC_OFFICERS, SUPERVISORS
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.steps import Birth, guard, step

if TYPE_CHECKING:
    from assessments.models import MajorProblem

_ARTICLE = "办法17"


class MajorProblemState(db.TextChoices):
    REPORTED = "reported", "已报告"
    CLOSED = "closed", "已办结"


S = MajorProblemState


@guard(_ARTICLE)
def base_in_build(problem: "MajorProblem", act: Act) -> str | None:
    """创新基地建设过程中如遇重大问题."""
    return None if problem.base.state in IN_BUILD else f"创新基地{problem.base.state_label}，不在建设过程中。"


class MajorProblemProcedure(Procedure):
    """重大问题报告."""

    machine = "major_problem"
    machine_label = "重大问题"
    States = MajorProblemState
    roots = ("base",)
    births = (
        Birth("报告重大问题", _ARTICLE, S.REPORTED, HOST_SUBMITTER, guards=(base_in_build,),
              notifies=(ORGANISERS, SUPERVISORS, SAC_OFFICERS)),
    )  # fmt: skip

    class Meta:
        abstract = True

    @step("办结重大问题", article=_ARTICLE, source=S.REPORTED, target=S.CLOSED, permission=SAC_OFFICER,
          form="OutcomeForm", notifies=[HOSTS, ORGANISERS, SUPERVISORS])  # fmt: skip
    def close_problem(self, act: Act) -> None:
        """写明处理结果后办结；答复和材料留存。"""
