"""年度总结和计划: beginning one, filing it, and what the organiser says of it (办法29, 22)."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from assessments import dossiers, models
from bases.models import Base
from bases.procedure.operating import SUMMARY
from bases.procedure.people import ORGANISER
from organisations.models import Membership
from procedure import clock
from procedure.acts import Act
from procedure.dues import close_cycle
from procedure.locking import lock_root
from procedure.models import DueDate

if TYPE_CHECKING:
    from .models import AnnualSummary, SummaryOpinion


def begin_summary(base: Base, year: int, *, seat: Membership, key: uuid.UUID | None = None) -> "AnnualSummary":
    """The summary of a year with the plan of the next, to be written. Raises Refused, NotPermitted."""
    from .reporting import begin

    title = f"{year}年度工作总结和{year + 1}年度工作计划"
    return begin(models.AnnualSummary(base=base, year=year), title, seat=seat, key=key)


def file(row: "AnnualSummary", act: Act) -> None:
    """Freeze it with the year's achievements as they are counted now; the first filing meets the date, or is late."""
    dossiers.freeze(row.dossier, act)
    row.no_trend, row.achieved = act.data.get("no_trend", ""), achieved_in(row.base, row.year)
    if row.filed_at is None:
        due = DueDate.objects.filter(subject_id=row.base.pk, kind=SUMMARY, cycle=row.year).first()
        row.filed_at, row.is_late = act.at, due is not None and act.at >= due.due_at
        close_cycle(act, SUMMARY, row.year, of=row.base)


def achieved_in(base: Base, year: int) -> list[dict[str, Any]]:
    """What the base achieved in a year, kind by kind, as a summary keeps it."""
    from assessments.queries import kept

    found = kept.tallies(base, since=date(year, 1, 1), until=date(year, 12, 31))
    return [
        {"kind": tally.kind.key, "label": tally.kind.label, "count": tally.total, "amount": tally.amount_words}
        for tally in found
    ]


@transaction.atomic
def give_opinion(row: "AnnualSummary", text: str, *, seat: Membership) -> "SummaryOpinion":
    """The organiser's word on what was filed; the same word twice is one."""
    facts = {"summary": row, "text": text, "unit": seat.unit}
    said = {"by": seat.person, "by_name": seat.name_shown, "at": clock.now()}
    lock_root(row)
    there = models.SummaryOpinion.objects.filter(**facts).first()
    return there or models.SummaryOpinion.objects.create(**facts, **said)


def may_give_opinion(row: "AnnualSummary", seat: Membership) -> bool:
    """Once it was filed, and as long as it lies there: received or not."""
    return row.filed_at is not None and ORGANISER.allows(row.base, seat)
