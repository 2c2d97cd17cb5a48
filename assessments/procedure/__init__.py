"""The procedures of the room, a file for each machine."""

from .annual_assessment import AnnualAssessmentState
from .annual_summary import AnnualSummaryState
from .build_report import BuildReportState
from .inspection import InspectionState
from .violation import ViolationState

__all__ = ["AnnualAssessmentState", "AnnualSummaryState", "BuildReportState", "InspectionState", "ViolationState"]
