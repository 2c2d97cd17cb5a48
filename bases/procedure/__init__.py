"""创新基地: its steps in the order of the articles, a file for each stage of its life."""

from procedure.machines import Procedure
from procedure.steps import Birth

from .acceptance import AcceptanceSteps
from .building import MIDTERM_DUE, REPORTS_DUE, BuildingSteps
from .changing import ChangeSteps
from .ending import EndingSteps
from .establishing import EstablishingSteps
from .evaluating import EvaluationSteps
from .extension import BUILD_END, ExtensionSteps
from .history import BIRTH as HISTORY_BIRTH
from .history import HistorySteps
from .operating import OperatingSteps
from .states import ENDED, ESTABLISHED, IN_BUILD, BaseKind, BaseState, DecisionKind, is_planned

__all__ = ["ENDED", "ESTABLISHED", "IN_BUILD", "BaseKind", "BaseProcedure", "BaseState", "DecisionKind", "is_planned"]


# Python reads the last of these first: what a base goes through first stands last.
class BaseProcedure(
    HistorySteps,
    ChangeSteps,
    EvaluationSteps,
    EndingSteps,
    OperatingSteps,
    EstablishingSteps,
    AcceptanceSteps,
    ExtensionSteps,
    BuildingSteps,
    Procedure,
):
    """创新基地."""

    machine = "base"
    machine_label = "创新基地"
    States = BaseState
    road = (BaseState.BUILDING, BaseState.AWAITING_ACCEPTANCE, BaseState.PASSED, BaseState.OPERATING)
    births = (
        Birth(
            "批准建设，列入名录",
            "办法16",
            BaseState.BUILDING,
            caused_by=("application.approve",),
            name="start_build",
            opens=(BUILD_END, REPORTS_DUE, MIDTERM_DUE),
        ),
        HISTORY_BIRTH,
    )

    class Meta:
        abstract = True
