"""The base with its hosts, supervisors and promises, and the rows that promises are written in."""

from .base import Base, BaseIndicator, BaseMilestone, BaseTask, HostSpell, SupervisorSpell
from .promises import IndicatorRow, LedgerRow, MilestoneRow, TaskRow, number_in

__all__ = [
    "Base",
    "BaseIndicator",
    "BaseMilestone",
    "BaseTask",
    "HostSpell",
    "IndicatorRow",
    "LedgerRow",
    "MilestoneRow",
    "SupervisorSpell",
    "TaskRow",
    "number_in",
]
