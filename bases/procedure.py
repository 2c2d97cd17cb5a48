"""创新基地: building from its approval on, or recorded from history; what follows comes with the later stages."""

from collections.abc import Sequence

from django.db import models as db

from organisations.deciding import SAC_OFFICER
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.steps import NONE, Birth, step

_HISTORY = NONE("历史导入")


class BaseKind(db.TextChoices):
    REGIONAL = "regional", "区域（综合）"
    SECTOR = "sector", "领域（专业）"
    INTERNATIONAL = "international", "国际"


class BaseState(db.TextChoices):
    RECORDED = "recorded", "历史补录"
    BUILDING = "building", "建设中"
    PASSED = "passed", "验收通过"
    OPERATING = "operating", "运行中"
    TERMINATED = "terminated", "已终止"
    REVOKED = "revoked", "已撤销"


_PLANNED = (BaseState.BUILDING, BaseState.PASSED)
# What has come to its end takes no place in an area or a sector any more (指南一).
ENDED = (BaseState.TERMINATED, BaseState.REVOKED)


def is_planned(state: str, gaps: Sequence[str]) -> bool:
    """Whether a name is shown with （筹）: as long as the base is being built, where that is known."""
    return state in _PLANNED and "state" not in gaps


class BaseProcedure(Procedure):
    """创新基地."""

    machine = "base"
    machine_label = "创新基地"
    States = BaseState
    births = (
        Birth(
            "批准建设，列入名录", "办法16", BaseState.BUILDING, caused_by=("application.approve",), name="start_build"
        ),
        Birth("补录历史", _HISTORY, BaseState.RECORDED, SAC_OFFICER, name="record_history"),
    )

    class Meta:
        abstract = True

    @step("补录为建设中", article=_HISTORY, source=BaseState.RECORDED, target=BaseState.BUILDING,
          permission=SAC_OFFICER)  # fmt: skip
    def record_building(self, act: Act) -> None:
        """按补录的史料，该创新基地正在建设。"""

    @step("补录为验收通过", article=_HISTORY, source=BaseState.RECORDED, target=BaseState.PASSED,
          permission=SAC_OFFICER)  # fmt: skip
    def record_passed(self, act: Act) -> None:
        """按补录的史料，该创新基地已通过验收，尚未批准成立。"""

    @step("补录为运行中", article=_HISTORY, source=BaseState.RECORDED, target=BaseState.OPERATING,
          permission=SAC_OFFICER)  # fmt: skip
    def record_operating(self, act: Act) -> None:
        """按补录的史料，该创新基地已批准成立。"""

    @step("补录为已终止", article=_HISTORY, source=BaseState.RECORDED, target=BaseState.TERMINATED,
          permission=SAC_OFFICER)  # fmt: skip
    def record_terminated(self, act: Act) -> None:
        """按补录的史料，该创新基地的建设已终止。"""

    @step("补录为已撤销", article=_HISTORY, source=BaseState.RECORDED, target=BaseState.REVOKED,
          permission=SAC_OFFICER)  # fmt: skip
    def record_revoked(self, act: Act) -> None:
        """按补录的史料，该创新基地已撤销。"""
