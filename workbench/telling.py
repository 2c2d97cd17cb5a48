"""The diary of a case for one reader: what is not his is left out, and officials decide in their office's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from applications import diary
from applications.models import Application
from organisations.deciding import SAC
from organisations.models import Membership
from procedure.machines import MACHINES, Procedure, steps_of
from procedure.models import DueDate, Record

from .cases import KINDS

Row = TypeVar("Row", Record, DueDate)
# What a proposal goes through is SAC's own affair until it is signed.
_INTERNAL = (Record.Kind.PROPOSED, Record.Kind.DECLINED, Record.Kind.TAKEN_BACK, Record.Kind.VOIDED)


@dataclass(frozen=True)
class Told:
    """A record as one reader has it."""

    record: Record
    label: str
    who: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.record, name)


def diary_of(subject: Procedure, seat: Membership, records: Sequence[Record]) -> list[Any]:
    """Everything that happened, the newest on top."""
    also = diary.entries(subject) if isinstance(subject, Application) else []
    told: list[Any] = [*told_to(seat, records), *also]
    told.sort(key=lambda entry: entry.at)
    return told[::-1]


def told_to(seat: Membership, records: Sequence[Record]) -> list[Told]:
    """The records that the seat may read, as it reads them: SAC's proposals are its own affair."""
    shown = records if seat.role in SAC else [each for each in records if each.kind not in _INTERNAL]
    return [_told(each, seat) for each in known_to(seat, shown)]


def known_to(seat: Membership, rows: Sequence[Row]) -> list[Row]:
    """Of records or due dates those of machines' rows that the seat may see; one query, and none for SAC.

    What a machine's ``visible`` leaves out, such as a violation or somebody's draft, leaves no trace here either.
    """
    if seat.role in SAC:
        return list(rows)
    keys: dict[str, set[Any]] = {}
    for row in rows:
        if row.subject_id != row.root:
            keys.setdefault(row.machine, set()).add(row.subject_id)
    seen = _seen(seat, keys)
    return [row for row in rows if row.subject_id == row.root or row.subject_id in seen]


def _seen(seat: Membership, keys: Mapping[str, set[Any]]) -> set[Any]:
    asked = [
        KINDS[machine].visible(seat).filter(pk__in=found).order_by().values_list("pk")
        for machine, found in keys.items()
        if machine in KINDS
    ]
    if not asked:
        return set()
    found = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    return {key for (key,) in found}


def _told(record: Record, seat: Membership) -> Told:
    """SAC's officials decide in their office's name for everybody else, in a birth as in a step."""
    if seat.role in SAC:
        return Told(record, record.label, record.who())
    step = steps_of(MACHINES[record.machine]).get(record.step)
    decided = record.proposed_by_name or record.actor_role in {role.label for role in SAC}
    return Told(record, step.public_label if step else record.label, record.actor_unit if decided else record.who())
