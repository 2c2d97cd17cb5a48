"""Two people: an officer proposes a step, somebody else signs it, and nothing happens in between unseen."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from . import clock, outbox
from . import perform as kernel
from .acts import Act, NotPermitted, ProcedureError, Refused
from .locking import lock, relock
from .machines import MACHINES, Procedure, steps_of
from .models import Notification, Outbox, Proposal, Record
from .steps import Refusal, Seat, Step

_SAME_PERSON = "提请人与审批人不能是同一人，请由另一位审批人员办理。"
_CLOSED = "该提请已有结果（{outcome}），不能再办理。"
_CHANGED = "提请之后该事项已有变动，请退回经办重新提请。"


def open_on(root: uuid.UUID) -> Proposal | None:
    """The one open proposal of a root."""
    return Proposal.objects.filter(root=root, outcome=Proposal.Outcome.OPEN).first()


def propose(
    subject: Procedure,
    name: str,
    *,
    seat: Seat,
    data: Mapping[str, Any] | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Proposal:
    """Ask for a step of two persons. Guards and form are judged now, and again when it is signed."""
    step = kernel.step_named(subject, name)
    if step.two_person is None:
        raise ProcedureError(f"{subject.machine}.{name} is not of two persons")
    with transaction.atomic():
        locked, roots = lock(subject, step)
        if kernel.repeated(seat, key, locked, name):
            return Proposal.objects.filter(subject_id=locked.pk, step=name, proposed_by_id=seat.person_id).latest(
                "proposed_at"
            )
        if not step.permits(locked, seat):
            raise NotPermitted(step.label)
        act = Act(locked, step, seat, clock.now(), locked=roots)
        kernel.admit(act, data, seen)
        kernel.mark(act, Record.Kind.PROPOSED, key=key)
        proposal = _write(act, data or {})
        outbox.put([Outbox(kind="proposal", record=act.record, payload={"proposal": str(proposal.pk)})])
    kernel.mirror(subject, locked)
    return proposal


def sign(proposal: Proposal, *, seat: Seat, seen: int | None = None, key: uuid.UUID | None = None) -> Record:
    """Agree: the step runs, with all that it causes, and its Record names both. Guards run again."""
    with transaction.atomic():
        subject = _subject(proposal)
        locked, _ = lock(subject, _step(proposal))
        if first := kernel.repeated(seat, key, locked, proposal.step):
            return first
        proposal = _still_open(proposal)
        _refuse_same_person(proposal, seat)
        if proposal.version != locked.version:
            raise Refused([Refusal(_CHANGED, _step(proposal).article)])
        record = kernel.perform(
            locked, proposal.step, seat=seat, data=proposal.data, seen=seen, key=key, proposal=proposal
        )
        _close(proposal, Proposal.Outcome.SIGNED, seat, "")
    return record


def decline(proposal: Proposal, *, seat: Seat, note: str, key: uuid.UUID | None = None) -> Record:
    """Send the proposal back to its proposer, with the reason."""
    step = _step(proposal)
    assert step.two_person is not None
    with transaction.atomic():
        locked, _ = lock(_subject(proposal), step)
        if first := kernel.repeated(seat, key, locked, proposal.step):
            return first
        proposal = _still_open(proposal)
        _refuse_same_person(proposal, seat)
        if not (seat.is_current() and step.two_person.holds(locked, seat)):
            raise NotPermitted(step.label)
        if not note.strip():
            raise Refused([Refusal("请写明退回提请的理由。", step.article)])
        record = _mark(proposal, locked, seat, Record.Kind.DECLINED, note, key)
        _close(proposal, Proposal.Outcome.DECLINED, seat, note)
        _tell_proposer(proposal, record, f"提请被退回：{step.label}", note)
    return record


def take_back(proposal: Proposal, *, seat: Seat, key: uuid.UUID | None = None) -> Record:
    """The proposer withdraws what is not decided yet."""
    with transaction.atomic():
        locked, _ = lock(_subject(proposal), _step(proposal))
        if first := kernel.repeated(seat, key, locked, proposal.step):
            return first
        proposal = _still_open(proposal)
        if seat.person_id != proposal.proposed_by_id or not seat.is_current():
            raise NotPermitted(_step(proposal).label)
        record = _mark(proposal, locked, seat, Record.Kind.TAKEN_BACK, "", key)
        _close(proposal, Proposal.Outcome.TAKEN_BACK, None, "")
    return record


def void(proposal: Proposal, act: Act) -> None:
    """Another step went on under the held root: the proposal falls, and its proposer is told and keeps its data."""
    same = act.subject.machine == proposal.machine and act.subject.pk == proposal.subject_id
    subject = act.subject if same else relock(_subject(proposal))
    note = f"因办理“{act.step.label}”，提请失效，内容已为提请人保留。"
    record = _mark(proposal, subject, act.seat, Record.Kind.VOIDED, note, None)
    _close(proposal, Proposal.Outcome.VOIDED, None, note)
    _tell_proposer(proposal, record, f"提请已失效：{_step(proposal).label}", note)
    act.rivals[proposal.root] = None


def _write(act: Act, data: Mapping[str, Any]) -> Proposal:
    seat = act.seat
    assert seat is not None
    plain = json.loads(json.dumps(dict(data), cls=DjangoJSONEncoder))
    return Proposal.objects.create(
        machine=act.subject.machine,
        subject_id=act.subject.pk,
        root=act.subject.root,
        step=act.step.name,
        data=plain,
        version=act.subject.version,
        proposed_by=seat.person,
        proposed_by_name=seat.name_shown,
        proposed_at=act.at,
    )


def _subject(proposal: Proposal) -> Procedure:
    row: Procedure = MACHINES[proposal.machine]._default_manager.get(pk=proposal.subject_id)
    return row


def _step(proposal: Proposal) -> Step:
    return steps_of(MACHINES[proposal.machine])[proposal.step]


def _still_open(proposal: Proposal) -> Proposal:
    fresh = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if fresh.outcome != Proposal.Outcome.OPEN:
        raise Refused([Refusal(_CLOSED.format(outcome=fresh.get_outcome_display()), _step(fresh).article)])
    return fresh


def _refuse_same_person(proposal: Proposal, seat: Seat) -> None:
    if seat.person_id == proposal.proposed_by_id:
        raise Refused([Refusal(_SAME_PERSON, "办法5")])


def _mark(
    proposal: Proposal, subject: Procedure, seat: Seat | None, kind: str, note: str, key: uuid.UUID | None
) -> Record:
    act = Act(subject, _step(proposal), seat, clock.now(), {"note": note})
    return kernel.mark(act, kind, key=key)


def _close(proposal: Proposal, outcome: str, seat: Seat | None, note: str) -> None:
    proposal.outcome, proposal.note, proposal.decided_at = outcome, note, clock.now()
    proposal.decided_by_id = seat.person_id if seat else None
    proposal.save(update_fields=["outcome", "note", "decided_at", "decided_by"])


def _tell_proposer(proposal: Proposal, record: Record, title: str, body: str) -> None:
    Notification.objects.create(
        person_id=proposal.proposed_by_id,
        record=record,
        title=title,
        body=body,
        url=_subject(proposal).get_absolute_url(),
        at=record.at,
    )
