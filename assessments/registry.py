"""Every machine of the room that pages read, in the order of the life of a base; see ``entry`` for how to add one."""

from bases.models import Base
from organisations.models import Membership

from .entry import Beginning, Entry
from .tabs import (
    acceptance,
    adjustment,
    annual_assessment,
    annual_summary,
    build_report,
    change,
    construction_plan,
    delegation,
    evaluation,
    extension,
    inspection,
    major_problem,
    midterm_review,
    self_check,
    violation,
)

ENTRIES: tuple[Entry, ...] = (
    *(construction_plan.ENTRY, build_report.ENTRY, major_problem.ENTRY, midterm_review.ENTRY),
    *(self_check.ENTRY, acceptance.ENTRY, extension.ENTRY),
    *(annual_summary.ENTRY, annual_assessment.ENTRY, inspection.ENTRY),
    *(delegation.ENTRY, evaluation.ENTRY, adjustment.ENTRY, change.ENTRY, violation.ENTRY),
)
BY_MACHINE = {entry.machine: entry for entry in ENTRIES}


def of_bases() -> list[Entry]:
    """Those whose rows hang on a base."""
    return [entry for entry in ENTRIES if "base" in entry.model.roots]


def beginnings(base: Base, seat: Membership) -> list[Beginning]:
    """What this seat may begin about a base, in the order of the entries."""
    return [each for entry in ENTRIES for each in entry.begins(base, seat)]
