"""Two people: an officer proposes a step, somebody else signs it, and nothing happens in between unseen."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.datastructures import MultiValueDict

from . import clock, keys, outbox
from .acts import Act, NotPermitted, ProcedureError, Refused
from .holding import close, held_back, mark_proposal, open_on, proposed_step, tell_proposer
from .locking import lock
from .machines import MACHINES, Procedure
from .models import Outbox, Proposal, Record, subject_of
from .recording import mark
from .steps import Refusal, Seat, Step
from .taking import admit, form_of, mirror, step_named, take

__all__ = ["decline", "form_data", "open_on", "propose", "sign", "take_back"]

_SAME_PERSON = "提请人与审批人不能是同一人，请由另一位审批人员办理。"
_CLOSED = "该提请已有结果（{outcome}），不能再办理。"
_OTHER_CASES = "提请之后所涉事项有增减，请退回经办重新提请。"
_NO_REASON = "请写明退回提请的理由。"


def propose(
    subject: Procedure,
    name: str,
    *,
    seat: Seat | None,
    data: Mapping[str, Any] | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Proposal:
    """Ask for a step of two persons. Guards and form are judged now, and again when it is signed."""
    step = step_named(subject, name)
    if step.two_person is None:
        raise ProcedureError(f"{subject.machine}.{name} is not of two persons")
    with keys.one_use(), transaction.atomic():
        locked, roots = lock(subject, step)
        if first := keys.first_receipt(seat, key, Record.Kind.PROPOSED, type(locked), name, locked.pk):
            return Proposal.objects.get(subject_id=first.subject_id, version=first.version, part_of=None)
        if not step.permits(locked, seat):
            raise NotPermitted(step.label)
        act = Act(locked, step, seat, clock.now(), locked=roots)
        admit(act, data, seen)
        _refuse_held_elsewhere(act)
        mark(act, Record.Kind.PROPOSED, key=key)
        proposal = _write(act, data or {})
        outbox.put([Outbox(kind="proposal", record=act.record, payload={"proposal": str(proposal.pk)})])
    mirror(subject, locked)
    return proposal


def sign(proposal: Proposal, *, seat: Seat | None, seen: int | None = None, key: uuid.UUID | None = None) -> Record:
    """Agree: the step runs, with all that it causes, and its Record names both. Guards run again."""
    with keys.one_use(), transaction.atomic():
        locked, roots = lock(subject_of(proposal), proposed_step(proposal))
        if first := _first_receipt(proposal, seat, key, Record.Kind.STEP):
            return first
        fresh = _decidable(proposal, locked, seat)
        act = Act(locked, proposed_step(fresh), seat, clock.now(), locked=roots, proposal=fresh)
        _demand_the_same_roots(act, fresh)
        # It is the one open proposal on each of them.
        act.rivals.update(dict.fromkeys(roots, fresh))
        admit(act, form_data(fresh), seen)
        record = take(act, key=key)
        close(fresh, Proposal.Outcome.SIGNED, seat, "")
    return record


def decline(proposal: Proposal, *, seat: Seat | None, note: str, key: uuid.UUID | None = None) -> Record:
    """Send the proposal back to its proposer, with the reason."""
    step = proposed_step(proposal)
    with keys.one_use(), transaction.atomic():
        locked, _ = lock(subject_of(proposal), step)
        if first := _first_receipt(proposal, seat, key, Record.Kind.DECLINED):
            return first
        fresh = _decidable(proposal, locked, seat)
        if not note.strip():
            raise Refused([Refusal(_NO_REASON, step.article)])
        record = mark_proposal(fresh, locked, seat, Record.Kind.DECLINED, note, key)
        close(fresh, Proposal.Outcome.DECLINED, seat, note)
        tell_proposer(fresh, record, f"提请被退回：{step.label}", note)
    return record


def take_back(proposal: Proposal, *, seat: Seat | None, key: uuid.UUID | None = None) -> Record:
    """The proposer withdraws what is not decided yet."""
    step = proposed_step(proposal)
    with keys.one_use(), transaction.atomic():
        locked, _ = lock(subject_of(proposal), step)
        if first := _first_receipt(proposal, seat, key, Record.Kind.TAKEN_BACK):
            return first
        if not seat or seat.person_id != proposal.proposed_by_id or not step.permits(locked, seat):
            raise NotPermitted(step.label)
        fresh = _still_open(proposal)
        record = mark_proposal(fresh, locked, seat, Record.Kind.TAKEN_BACK, "", key)
        close(fresh, Proposal.Outcome.TAKEN_BACK, None, "")
    return record


def form_data(proposal: Proposal) -> MultiValueDict[str, Any]:
    """What was sent with the proposal, as the step's form reads it: for signing, and to fill it in anew."""
    return MultiValueDict(proposal.data)


def _write(act: Act, data: Mapping[str, Any]) -> Proposal:
    seat = act.seat
    assert seat is not None
    first, *others = [act.subject.root, *sorted(act.locked - {act.subject.root})]
    facts = {
        "machine": act.subject.machine,
        "subject_id": act.subject.pk,
        "step": act.step.name,
        "data": _kept(act, data),
        "version": act.subject.version,
        "proposed_by": seat.person,
        "proposed_by_name": seat.name_shown,
        "proposed_at": act.at,
    }
    proposal = Proposal.objects.create(root=first, **facts)
    Proposal.objects.bulk_create(Proposal(root=root, part_of=proposal, **facts) for root in others)
    return proposal


def _kept(act: Act, data: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The form's own fields, each as the list of what was sent; tokens and the like are nobody's business later."""
    form_class = form_of(act.subject, act.step)
    names = tuple(form_class.base_fields) if form_class else ()
    kept = [name for name in data if name in names or name.startswith(tuple(f"{field}_" for field in names))]
    return {name: _listed(data, name) for name in kept}


def _listed(data: Mapping[str, Any], name: str) -> list[Any]:
    if isinstance(data, MultiValueDict):
        return data.getlist(name)
    return data[name] if isinstance(data[name], list) else [data[name]]


def _refuse_held_elsewhere(act: Act) -> None:
    for root in sorted(act.locked - {act.subject.root}):
        if refusals := held_back(act.decides, open_on(root), act.step.article):
            raise Refused(refusals)


def _demand_the_same_roots(act: Act, proposal: Proposal) -> None:
    """Nobody signs for a case that was not in the batch when it was proposed."""
    assert isinstance(act.step, Step)
    if act.step.locks and act.locked != {proposal.root, *proposal.parts.values_list("root", flat=True)}:
        raise Refused([Refusal(_OTHER_CASES, act.step.article)])


def _first_receipt(proposal: Proposal, seat: Seat | None, key: uuid.UUID | None, kind: str) -> Record | None:
    return keys.first_receipt(seat, key, kind, MACHINES[proposal.machine], proposal.step, proposal.subject_id)


def _decidable(proposal: Proposal, locked: Procedure, seat: Seat | None) -> Proposal:
    """The proposal as it stands under the lock, if this seat may decide it: an approver, and not its proposer."""
    step = proposed_step(proposal)
    if step.two_person is None or not step.two_person.allows(locked, seat):
        raise NotPermitted(step.label)
    fresh = _still_open(proposal)
    if seat and seat.person_id == fresh.proposed_by_id:
        raise Refused([Refusal(_SAME_PERSON, step.article)])
    return fresh


def _still_open(proposal: Proposal) -> Proposal:
    """Under the root's lock: whoever closes a proposal holds a root of it."""
    fresh = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if fresh.outcome != Proposal.Outcome.OPEN:
        raise Refused([Refusal(_CLOSED.format(outcome=fresh.get_outcome_display()), proposed_step(fresh).article)])
    return fresh
