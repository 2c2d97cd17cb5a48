"""监督检查: what its steps write: visits, findings, follow-ups and the words that go to and fro (办法31)."""

import uuid
from typing import TYPE_CHECKING, Any

from bases.models import Base
from organisations.models import Membership
from procedure import clock
from procedure.acts import Act
from procedure.dues import close_cycle
from procedure.models import DueDate

from . import models

if TYPE_CHECKING:
    from .models import FollowUp, Inspection

FOLLOW_UP = "follow_up"


def open_inspection(base: Base, facts: dict[str, Any], *, seat: Membership, key: uuid.UUID | None) -> "Inspection":
    """Open one on its ground; sent twice it is one. Raises Refused, NotPermitted."""
    from procedure.perform import start

    row = models.Inspection(base=base, opened_on=clock.today(), **facts)
    opened: Any = start(row, seat=seat, key=key)
    return opened


def keep_visit(row: "Inspection", act: Act) -> None:
    facts = {name: act.data[name] for name in ("held_on", "place", "people")} | {"seen": act.data["observed"]}
    models.InspectionVisit.objects.create(inspection=row, on_behalf=act.on_behalf, **facts, **_done(act))


def keep_findings(row: "Inspection", act: Act) -> None:
    row.findings, row.found_at = act.data["findings"], act.at
    for number, item in enumerate(act.data["items"], start=1):
        models.FollowUp.objects.create(inspection=row, number=number, **item)


def keep_answer(row: "Inspection", act: Act) -> None:
    """Answered, it waits for SAC: its date is met, in time or late."""
    item = _item(row, act)
    item.answered_at = act.at
    item.save(update_fields=["answered_at"])
    _say(item, models.FollowUpWord.Kind.ANSWER, act)
    close_cycle(act, FOLLOW_UP, item.cycle)


def accept(row: "Inspection", act: Act) -> None:
    item = _item(row, act)
    item.met_at = act.at
    item.save(update_fields=["met_at"])
    _say(item, models.FollowUpWord.Kind.MET, act)
    close_cycle(act, FOLLOW_UP, item.cycle)


def send_back(row: "Inspection", act: Act) -> None:
    """Another round with a day of its own; what was answered stays."""
    item = _item(row, act)
    close_cycle(act, FOLLOW_UP, item.cycle)
    item.answered_at, item.due_on, item.round = None, act.data["due_on"], item.round + 1
    item.save(update_fields=["answered_at", "due_on", "round"])
    _say(item, models.FollowUpWord.Kind.RETURN, act)


def opened_now(row: "Inspection") -> "list[FollowUp]":
    """The follow-ups whose date this act begins: those of a round that has none yet."""
    dated = set(DueDate.objects.filter(subject_id=row.pk, kind=FOLLOW_UP).values_list("cycle", flat=True))
    return [item for item in row.follow_ups.filter(met_at__isnull=True) if item.cycle not in dated]


def _item(row: "Inspection", act: Act) -> "FollowUp":
    """As it stands under the inspection's lock."""
    found: FollowUp = row.follow_ups.get(pk=act.data["item"].pk)
    return found


def _say(item: "FollowUp", kind: str, act: Act) -> None:
    models.FollowUpWord.objects.create(item=item, kind=kind, text=act.note, due_on=item.due_on, **_done(act))


def _done(act: Act) -> dict[str, Any]:
    assert act.seat is not None
    return {"by": act.seat.person, "by_name": act.seat.name_shown, "at": act.at}
