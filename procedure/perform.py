"""The only writers of state: ``perform`` takes a step, ``start`` brings a row into being."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.forms import Form
from django.utils.module_loading import import_string

from . import clock, dues, outbox, proposals
from .acts import Act, NotPermitted, ProcedureError, Refused
from .locking import lock, lock_root, relock
from .machines import MACHINES, Procedure, final_states, steps_of
from .models import Proposal, Record
from .recording import write_record
from .steps import Birth, Refusal, Seat, Step

__all__ = ["NotPermitted", "ProcedureError", "Refusal", "Refused", "perform", "start"]

_STALE = "本页打开之后，该事项已有变动。请刷新页面，看清最新情况后再办理。"
_PROPOSED = "“{label}”已提请审批，审批结束前其他审批类步骤不能办理；请先处理或撤回该提请。"
_NEEDS_TWO = "本步骤须由经办提请、另一人审批，不能一人直接办理。"
_KEY_REUSED = "这次提交的标识已用于另一事项，请刷新页面后重新办理。"


def perform(
    subject: Procedure,
    name: str,
    *,
    seat: Seat | None,
    data: Mapping[str, Any] | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
    proposal: Proposal | None = None,
) -> Record:
    """Take one step, or refuse and say why; a repeated ``key`` gets its first Record again.

    ``data`` is what the step's form expects, ``seen`` the version that the person looked at, ``seat`` None the
    timer. ``proposal`` is given by ``proposals.sign`` alone. Raises Refused, NotPermitted.
    """
    step = step_named(subject, name)
    with transaction.atomic(), _key_conflict_refused():
        locked, roots = lock(subject, step)
        if first := repeated(seat, key, locked, name):
            return first
        if not _may(step, locked, seat, proposal):
            raise NotPermitted(step.label)
        act = Act(locked, step, seat, clock.now(), locked=roots, proposal=proposal)
        if step.two_person and proposal is None:
            raise Refused([Refusal(_NEEDS_TWO, step.article)])
        admit(act, data, seen)
        record = _take(act, key=key)
    mirror(subject, locked)
    return record


def start(row: Procedure, *, seat: Seat | None, key: uuid.UUID | None = None) -> Procedure:
    """Bear a row in its declared first state with the Record of version 0; a repeated ``key`` gives the first row."""
    birth = birth_of(row)
    with transaction.atomic(), _key_conflict_refused():
        row.root = row.choose_root()
        if row.root != row.pk:
            lock_root(row.root_model(), row.root)
        if first := repeated(seat, key, None, birth.name):
            return type(row)._default_manager.get(pk=first.subject_id)
        if not birth.permits(row, seat):
            raise NotPermitted(birth.label)
        act = Act(row, birth, seat, clock.now(), locked=frozenset({row.root}))
        if refusals := _guarded(act):
            raise Refused(refusals)
        _bear(act, key=key)
    return row


def take_caused(cause: Act, subject: Procedure, name: str, data: Mapping[str, Any]) -> Record:
    """The nested step of ``Act.cause``: declared for exactly this cause, on a root that is held."""
    step = step_named(subject, name)
    if cause.name not in step.caused_by:
        raise ProcedureError(f"{subject.machine}.{name} is not declared as caused by {cause.name}")
    if subject.root not in cause.locked:
        raise ProcedureError(f"the root of {subject.machine}.{name} must be named in the locks of {cause.name}")
    act = Act(relock(subject), step, cause.seat, cause.at, data, cause.locked, cause.proposal, rivals=cause.rivals)
    refusals = _state_refused(act) or _guarded(act)
    if refusals:
        raise Refused(refusals)
    record = _take(act, cause=cause.record)
    mirror(subject, act.subject)
    return record


def start_caused(cause: Act, row: Procedure) -> Procedure:
    """The nested birth of ``Act.start``: under a new root, or under one that is held."""
    row.root = row.choose_root()
    if row.root not in cause.locked and row.root != row.pk:
        raise ProcedureError(f"the root of the new {row.machine} must be named in the locks of {cause.name}")
    _bear(Act(row, birth_of(row), cause.seat, cause.at, locked=cause.locked | {row.root}), cause=cause.record)
    return row


def admit(act: Act, data: Mapping[str, Any] | None, seen: int | None) -> None:
    """Refuse a stale page or a wrong state at once; else collect every reason, and the form's faults with them."""
    if seen is not None and seen != act.subject.version:
        raise Refused([Refusal(_STALE, act.step.article)])
    if refusals := _state_refused(act):
        raise Refused(refusals)
    form = clean(act, data or {})
    step = act.step
    assert isinstance(step, Step)
    refusals = [*held_back(step, act.rival()), *_guarded(act)]
    if form is not None and form.errors:
        wrong = [Refusal(str(error), act.step.article) for errors in form.errors.values() for error in errors]
        raise Refused([*refusals, *wrong], form)
    if refusals:
        raise Refused(refusals, form)


def clean(act: Act, data: Mapping[str, Any]) -> Form | None:
    """Check the data by the step's own form and put what it made of it into the act."""
    form_class = form_of(act.subject, act.step)
    if form_class is None:
        return None
    form: Form = form_class(data, subject=act.subject, seat=act.seat)
    form.is_valid()
    act.data = form.cleaned_data
    return form


def form_of(subject: Procedure, step: Step | Birth) -> Any:
    """The form class that a step names, from its room's ``forms``; None without one."""
    name = getattr(step, "form", "")
    if not name:
        return None
    return import_string(f"{subject._meta.app_config.module.__name__}.forms.{name}")


def refusals_now(
    subject: Procedure, step: Step | Birth, seat: Seat | None, held: list[Refusal] | None = None
) -> list[Refusal]:
    """Why a permitted step is not open at this moment; empty if it is. Guards on data are not asked."""
    act = Act(subject, step, seat, clock.now())
    state = _state_refused(act)
    return state or [*(held or []), *_guarded(act, prospective=True)]


def repeated(seat: Seat | None, key: uuid.UUID | None, subject: Procedure | None, name: str) -> Record | None:
    """The first Record of this person's key, if the key was used for the same thing."""
    if key is None or seat is None:
        return None
    first = Record.objects.filter(actor_id=seat.person_id, key=key).first()
    if first and (first.step != name or (subject is not None and first.subject_id != subject.pk)):
        raise Refused([Refusal(_KEY_REUSED, first.article)])
    return first


def step_named(subject: Procedure, name: str) -> Step:
    try:
        return steps_of(type(subject))[name]
    except KeyError:
        raise ProcedureError(f"{subject.machine} has no step {name}") from None


def birth_of(row: Procedure) -> Birth:
    for birth in row.births:
        if birth.state == row.state or (not row.state and len(row.births) == 1):
            return birth
    raise ProcedureError(f"{row.machine} is not born in {row.state}")


def held_back(step: Step, proposal: Proposal | None) -> list[Refusal]:
    """Why an open proposal on the root holds the step back; only the deciding authority's steps are."""
    if proposal is None or not step.decides:
        return []
    proposed = steps_of(MACHINES[proposal.machine])[proposal.step]
    return [Refusal(_PROPOSED.format(label=proposed.label), step.article)]


def mark(act: Act, kind: str, *, key: uuid.UUID | None = None) -> Record:
    """Write a Record that leaves the state and raises the version: proposed, declined, taken back, voided."""
    subject = act.subject
    record = write_record(
        act, kind=kind, source=subject.state, target=subject.state, version=subject.version + 1, key=key
    )
    subject.version += 1
    _save(act, f"{record.get_kind_display()}：{act.step.label}")
    return record


def _take(act: Act, *, key: uuid.UUID | None = None, cause: Record | None = None) -> Record:
    """Record, step, row, history, dates, outbox: in this order, in the caller's transaction."""
    subject, step = act.subject, act.step
    assert isinstance(step, Step)
    _void_rival(act)
    source = subject.state
    record = write_record(
        act, kind=Record.Kind.STEP, source=source, target=step.target, version=subject.version + 1, key=key, cause=cause
    )
    getattr(subject, step.name)(act)
    subject.version = record.version
    subject.since = act.at if source != step.target else subject.since
    _save(act, f"{step.label}（{step.article}）")
    dues.follow(act, final=subject.state in final_states(type(subject)))
    outbox.queue(act)
    return record


def _bear(act: Act, *, key: uuid.UUID | None = None, cause: Record | None = None) -> None:
    row, birth = act.subject, act.step
    assert isinstance(birth, Birth)
    row.state, row.version, row.since = birth.state, 0, act.at
    write_record(act, kind=Record.Kind.BIRTH, source="", target=birth.state, version=0, key=key, cause=cause)
    _save(act, birth.label, force_insert=True)
    dues.follow(act, final=False)
    outbox.queue(act)


def _save(act: Act, reason: str, *, force_insert: bool = False) -> None:
    subject: Any = act.subject
    subject._history_user = act.seat.person if act.seat else None
    subject._history_date = act.at
    subject._change_reason = reason
    subject.save(force_insert=force_insert)


def _state_refused(act: Act) -> list[Refusal]:
    step, subject = act.step, act.subject
    if not isinstance(step, Step) or subject.state in step.source:
        return []
    wanted = "、".join(f"“{subject.States(state).label}”" for state in step.source)
    return [Refusal(f"“{step.label}”须在{wanted}时办理，当前为“{subject.state_label}”。", step.article)]


def _guarded(act: Act, *, prospective: bool = False) -> list[Refusal]:
    asked = (guard for guard in act.step.guards if not (prospective and guard.on_data))
    return [refusal for guard in asked if (refusal := guard.refusal(act.subject, act))]


def _may(step: Step, subject: Procedure, seat: Seat | None, proposal: Proposal | None) -> bool:
    """Who proposes is judged by the step's permission, who signs by its second."""
    if proposal is None or step.two_person is None:
        return step.permits(subject, seat)
    return seat is not None and seat.is_current() and step.two_person.holds(subject, seat)


def _void_rival(act: Act) -> None:
    """A step of somebody else's goes on while a proposal is open, and sends the proposal back visibly."""
    rival = act.rival()
    if rival is not None:
        proposals.void(rival, act)


def mirror(subject: Procedure, locked: Procedure) -> None:
    """Let the caller's own object show what was written."""
    for field in subject._meta.concrete_fields:
        setattr(subject, field.attname, getattr(locked, field.attname))


class _key_conflict_refused:  # noqa: N801 -- reads as a verb where it is used
    """Two first uses of one key at the same moment on different rows: the second is told so."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, IntegrityError) and "record_once_a_key" in str(error):
            raise Refused([Refusal(_KEY_REUSED, "无条文：管理需要")]) from error
