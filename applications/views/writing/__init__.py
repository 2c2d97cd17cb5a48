"""Writing the plan: the task list, one part at a time, and the check before submission."""

from .attachments import (
    attachment_changed,
    attachment_moved,
    attachment_removed,
    attachments,
    failed_dismissed,
)
from .conditions import condition, conditions
from .matters import check, matters, overview
from .rows import row, row_removed
from .sections import section

__all__ = [
    "attachment_changed",
    "attachment_moved",
    "attachment_removed",
    "attachments",
    "check",
    "condition",
    "conditions",
    "failed_dismissed",
    "matters",
    "overview",
    "row",
    "row_removed",
    "section",
]
