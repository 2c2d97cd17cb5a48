"""What an open proposal holds back on its roots, and what makes it fall."""

import uuid

from django.db import connection
from django.db.models import Q

from . import clock, notifying
from .acts import Act
from .locking import relock
from .machines import MACHINES, Procedure, steps_of
from .models import Proposal, Record, subject_of
from .recording import mark
from .steps import Refusal, Seat, Step

_HELD = "“{label}”已提请审批，审批结束前其他审批类步骤不能办理；请先处理或撤回该提请。"


def open_on(root: uuid.UUID) -> Proposal | None:
    """The one open proposal that holds a root, told by its first row."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [root])
        found = cursor.fetchone()
    # Hardly ever is there one, and every step asks.
    held = Proposal.objects.select_related("part_of").get(pk=found[0]) if found else None
    return held.part_of or held if held else None


_OPEN = "SELECT id FROM procedure_proposal WHERE root = %s AND outcome = 'open'"


def rival_of(act: Act) -> Proposal | None:
    """The open proposal on the act's root, unless it is the one being signed."""
    root = act.subject.root
    if root not in act.rivals:
        act.rivals[root] = open_on(root)
    found = act.rivals[root]
    return None if found == act.proposal else found


def held_back(decides: bool, proposal: Proposal | None, article: str) -> list[Refusal]:
    """Why an open proposal holds a step back; only the deciding authority's steps are."""
    if proposal is None or not decides:
        return []
    return [Refusal(_HELD.format(label=proposed_step(proposal).label), article)]


def void_rival(act: Act) -> None:
    """Somebody else's step goes on under a held root: the proposal falls, its proposer is told and keeps the data."""
    rival = rival_of(act)
    if rival is None:
        return
    step = proposed_step(rival)
    note = f"因办理“{act.step.label}”，提请失效，内容已为提请人保留。"
    record = None
    if rival.root in act.locked:
        record = mark_proposal(rival, _row_in_hand(rival, act), act.seat, Record.Kind.VOIDED, note)
    # The first row before its parts: two roots of one batch may be left at the same moment.
    Proposal.objects.select_for_update(no_key=True).get(pk=rival.pk)
    close(rival, Proposal.Outcome.VOIDED, None, note)
    tell_proposer(rival, record, f"提请已失效：{step.label}", note)
    act.rivals.update(dict.fromkeys((root for root, found in act.rivals.items() if found == rival), None))


def proposed_step(proposal: Proposal) -> Step:
    return steps_of(MACHINES[proposal.machine])[proposal.step]


def mark_proposal(
    proposal: Proposal, row: Procedure, seat: Seat | None, kind: str, note: str, key: uuid.UUID | None = None
) -> Record:
    """The Record of what became of a proposal, on the row that it was made for."""
    return mark(Act(row, proposed_step(proposal), seat, clock.now(), {"note": note}), kind, key=key)


def close(proposal: Proposal, outcome: str, seat: Seat | None, note: str) -> None:
    """Close the proposal, whose first row is locked, with all its parts."""
    rows = Proposal.objects.filter(Q(pk=proposal.pk) | Q(part_of=proposal), outcome=Proposal.Outcome.OPEN)
    rows.update(outcome=outcome, note=note, decided_at=clock.now(), decided_by=seat.person if seat else None)


def tell_proposer(proposal: Proposal, record: Record | None, title: str, body: str) -> None:
    notifying.tell(
        {proposal.proposed_by_id},
        subject_of(proposal),
        title,
        body,
        record_id=record.pk if record else None,
        at=record.at if record else clock.now(),
    )


def _row_in_hand(proposal: Proposal, act: Act) -> Procedure:
    """The proposal's row: the act's own object where it is the same one, or its save would undo the mark."""
    same = (act.subject.machine, act.subject.pk) == (proposal.machine, proposal.subject_id)
    return act.subject if same else relock(subject_of(proposal))
