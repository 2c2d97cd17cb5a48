"""The base with its hosts, supervisors and promises, and the rows that promises are written in."""

from .base import (
    Base,
    BaseIndicator,
    BaseMilestone,
    BaseTask,
    HostSpell,
    NameSpell,
    PromiseState,
    SupervisorSpell,
)
from .decisions import Decision, DecisionBase, DecisionPaper
from .establishing import Companion
from .grants import BaseGrant
from .promises import IndicatorRow, LedgerRow, MilestoneRow, TaskRow, number_in, plain

__all__ = [
    "Base",
    "BaseGrant",
    "BaseIndicator",
    "BaseMilestone",
    "BaseTask",
    "Companion",
    "Decision",
    "DecisionBase",
    "DecisionPaper",
    "HostSpell",
    "IndicatorRow",
    "LedgerRow",
    "MilestoneRow",
    "NameSpell",
    "PromiseState",
    "SupervisorSpell",
    "TaskRow",
    "number_in",
    "plain",
]
