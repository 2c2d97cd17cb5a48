"""Where a construction plan falls short of what was promised: found by comparing, decided one by one by SAC."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assessments import models
from assessments.dossiers.lacking import day_in
from bases.models import BaseIndicator, BaseMilestone, number_in
from procedure.acts import Act
from procedure.reckoning import chinese_date

if TYPE_CHECKING:
    from assessments.models import ConstructionPlan, LedgerEntry, PlanDeviation

# How the forms name the reason for accepting one deviation, and those that are not accepted.
REASON = "reason_{}"
RETURNED = "returned"


def list_deviations(plan: "ConstructionPlan") -> None:
    """Write down each deviation of the plan that is being filed."""
    entries = plan.dossier.entries.select_related("task", "indicator", "milestone")
    models.PlanDeviation.objects.bulk_create(
        models.PlanDeviation(plan=plan, entry=entry, sentence=sentence)
        for entry in entries
        for sentence in deviations_of(entry)
    )


def deviations_of(entry: "LedgerEntry") -> Iterator[str]:
    """In what an entry promises less, later or something else than the row."""
    promised = entry.promised
    if entry.status == entry.Status.DROPPED:
        yield f"“{promised}”不再实施。"
    elif isinstance(promised, BaseIndicator):
        yield from _of_indicator(promised, entry.value)
    elif isinstance(promised, BaseMilestone):
        day = day_in(entry.value)
        if day is not None and day > promised.due:
            yield f"“{promised}”由{chinese_date(promised.due)}推迟到{chinese_date(day)}。"


def _of_indicator(promised: BaseIndicator, value: str) -> Iterator[str]:
    number, target = number_in(value), promised.target_number
    if target is not None and number is not None:
        if number < target:
            yield f"“{promised.name}”由{promised.target}{promised.unit}降为{value.strip()}{promised.unit}。"
    elif value.strip() != promised.target.strip():
        yield f"“{promised.name}”的目标由“{promised.target}”改为“{value.strip()}”。"


def undecided(plan: "ConstructionPlan") -> "list[PlanDeviation]":
    """The deviations of what was filed last."""
    return list(plan.deviations.filter(entry__dossier=plan.dossier_id, decision=""))


def accept(plan: "ConstructionPlan", act: Act) -> None:
    for row in undecided(plan):
        _decide(row, models.PlanDeviation.Decision.ACCEPTED, act.data[REASON.format(row.pk)], act)


def refuse(plan: "ConstructionPlan", act: Act) -> None:
    """Those that are named; what is said of none stays undecided, for the plan comes again."""
    for row in undecided(plan):
        if str(row.pk) in act.data[RETURNED]:
            _decide(row, models.PlanDeviation.Decision.REFUSED, act.note, act)


def _decide(row: "PlanDeviation", decision: str, reason: str, act: Act) -> None:
    assert act.seat is not None
    row.decision, row.reason, row.decided_at, row.decided_by_name = decision, reason, act.at, act.seat.name_shown
    row.save()
