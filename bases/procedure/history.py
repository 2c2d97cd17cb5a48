"""历史补录: what was before the portal, one step for each state that a source gives."""

from organisations.deciding import SAC_OFFICER
from procedure.acts import Act
from procedure.steps import NONE, Birth, step

from .extension import BUILD_END
from .operating import SUMMARY_DUE, YEAR_DUE
from .states import BaseState

_HISTORY = NONE("历史导入")
BIRTH = Birth("补录历史", _HISTORY, BaseState.RECORDED, SAC_OFFICER, name="record_history")


class HistorySteps:
    """补录."""

    @step("补录为建设中", article=_HISTORY, source=BaseState.RECORDED, target=BaseState.BUILDING,
          permission=SAC_OFFICER, opens=[BUILD_END])  # fmt: skip
    def record_building(self, act: Act) -> None:
        """按补录的史料，该创新基地正在建设。"""

    @step("补录为验收通过", article=_HISTORY, source=BaseState.RECORDED, target=BaseState.PASSED,
          permission=SAC_OFFICER)  # fmt: skip
    def record_passed(self, act: Act) -> None:
        """按补录的史料，该创新基地已通过验收，尚未批准成立。"""

    @step("补录为运行中", article=_HISTORY, source=BaseState.RECORDED, target=BaseState.OPERATING,
          permission=SAC_OFFICER, opens=[SUMMARY_DUE, YEAR_DUE])  # fmt: skip
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
