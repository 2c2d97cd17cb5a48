"""The diary of a case for one reader: what is not his is left out, and officials decide in their office's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from applications import diary
from applications.models import Application
from organisations.models import Membership, Role
from procedure.machines import MACHINES, Procedure, steps_of
from procedure.models import Record

SAC = (Role.SAC_OFFICER, Role.SAC_APPROVER)
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
    told: list[Any] = [*(_told(each, seat) for each in records if _may_read(each, subject, seat)), *also]
    told.sort(key=lambda entry: entry.at)
    return told[::-1]


def may_know(seat: Membership, machine: str, subject: Procedure) -> bool:
    """Whether the rows of this machine under a case are the seat's to know of: a violation is not everybody's."""
    if machine == subject.machine or seat.role in SAC:
        return True
    if machine == "violation":
        return isinstance(subject, Application) and seat.unit_id == subject.unit_id
    return True


def _may_read(record: Record, subject: Procedure, seat: Membership) -> bool:
    if seat.role in SAC:
        return True
    return record.kind not in _INTERNAL and may_know(seat, record.machine, subject)


def _told(record: Record, seat: Membership) -> Told:
    step = steps_of(MACHINES[record.machine]).get(record.step)
    if seat.role in SAC or step is None:
        return Told(record, record.label, record.who())
    decided = record.proposed_by_name or record.actor_role in {role.label for role in SAC}
    return Told(record, step.public_label, record.actor_unit if decided else record.who())
