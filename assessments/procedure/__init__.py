"""The procedures of the room, a file for each machine."""

from .build_report import BuildReportState
from .violation import ViolationState

__all__ = ["BuildReportState", "ViolationState"]
