"""Plans of the demo: believable text and rows for every section of annex 2."""

from workbench.demo.plans.builder import TOPICS, full_name, plan
from workbench.demo.plans.content import (
    ATTACHMENT_KINDS,
    SECTIONS,
    Attachment,
    Indicator,
    Milestone,
    PlanContent,
    Task,
)  # fmt: skip
from workbench.demo.plans.long import long_plan
from workbench.demo.plans.short import short_plan

__all__ = [
    "ATTACHMENT_KINDS", "SECTIONS", "TOPICS", "Attachment", "Indicator", "Milestone", "PlanContent", "Task",
    "full_name", "long_plan", "plan", "short_plan",
]  # fmt: skip
