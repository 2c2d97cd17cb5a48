"""How a step is admitted and taken, by whomever it is asked for: directly, by signature, as a consequence."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.utils.module_loading import import_string

from . import clock, dues, outbox
from .acts import Act, ProcedureError, Refused
from .holding import held_back, rival_of, void_rival
from .locking import STALE, relock
from .machines import Procedure, final_states, steps_of
from .models import Record
from .recording import save_row, write_record
from .steps import Birth, Refusal, Seat, Step


def admit(act: Act, data: Mapping[str, Any] | None, seen: int | None) -> None:
    """Refuse a stale page or a wrong state at once; else collect every reason, and the form's faults with them."""
    if seen is not None and seen != act.subject.version:
        raise Refused([Refusal(STALE, act.step.article)])
    if refusals := _state_refused(act):
        raise Refused(refusals)
    form = _clean(act, data or {})
    refusals = [*_held(act), *guarded(act), *_form_faults(act, form)]
    if refusals:
        raise Refused(refusals, form)


def take(act: Act, *, key: uuid.UUID | None = None) -> Record:
    """Record, step, row, history, dates, outbox: in this order, in the caller's transaction."""
    subject, step = act.subject, act.step
    assert isinstance(step, Step)
    void_rival(act)
    source, target = subject.state, step.leads_to(subject.state)
    record = write_record(
        act, kind=Record.Kind.STEP, source=source, target=target, version=subject.version + 1, key=key
    )
    getattr(subject, step.name)(act)
    subject.version = record.version
    subject.since = act.at if source != target else subject.since
    save_row(act, f"{step.label}（{step.article}）")
    dues.follow(act, final=subject.state in final_states(type(subject)))
    outbox.queue(act)
    return record


def bear(act: Act, *, key: uuid.UUID | None = None) -> Record:
    """The same for a row that comes into being."""
    row, birth = act.subject, act.step
    assert isinstance(birth, Birth)
    row.state, row.version, row.since = str(birth.state), 0, act.at
    record = write_record(act, kind=Record.Kind.BIRTH, source="", target=row.state, version=0, key=key)
    save_row(act, f"{birth.label}（{birth.article}）", force_insert=True)
    dues.follow(act, final=False)
    outbox.queue(act)
    return record


def take_caused(cause: Act, subject: Procedure, name: str, data: Mapping[str, Any]) -> Record:
    """The nested step of ``Act.cause``: declared for exactly this cause, on a root that is held."""
    step = step_named(subject, name)
    _demand_declared(cause, f"{subject.machine}.{name}", step)
    _demand_held(cause, subject)
    act = cause.following(relock(subject), step, data)
    if refusals := _state_refused(act) or [*_held(act), *guarded(act)]:
        raise Refused(refusals)
    record = take(act)
    mirror(subject, act.subject)
    return record


def start_caused(cause: Act, row: Procedure) -> Procedure:
    """The nested birth of ``Act.start``: under a root of its own, or under one that is held."""
    birth = birth_of(row)
    _demand_declared(cause, f"{row.machine}.{birth.name}", birth)
    row.root = row.choose_root()
    if row.root == row.pk:
        cause.locked.add(row.root)
    _demand_held(cause, row)
    act = cause.following(row, birth, {})
    demand_birth(act)
    bear(act)
    return row


def demand_birth(act: Act) -> None:
    """Refuse a row that may not come into being, with every reason."""
    barred = act.subject.barred()
    if refusals := [barred] if barred else guarded(act):
        raise Refused(refusals)


def refusals_now(subject: Procedure, step: Step, seat: Seat, held: list[Refusal]) -> list[Refusal]:
    """Why a permitted step is not open at this moment; empty if it is. Guards on data are not asked."""
    act = Act(subject, step, seat, clock.now())
    return _state_refused(act) or [*held, *guarded(act, prospective=True)]


def guarded(act: Act, *, prospective: bool = False) -> list[Refusal]:
    asked = (guard for guard in act.step.guards if not (prospective and guard.on_data))
    return [refusal for guard in asked if (refusal := guard.refusal(act.subject, act))]


def form_of(subject: Procedure, step: Step | Birth) -> Any:
    """The form class that a step names, from its room's ``forms``; None without one."""
    name = getattr(step, "form", "")
    return import_string(f"{subject._meta.app_config.name}.forms.{name}") if name else None


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


def mirror(subject: Procedure, locked: Procedure) -> None:
    """Let the caller's own object show what was written."""
    for field in subject._meta.concrete_fields:
        setattr(subject, field.attname, getattr(locked, field.attname))


def _demand_declared(cause: Act, name: str, step: Step | Birth) -> None:
    if cause.name not in step.caused_by:
        raise ProcedureError(f"{name} is not declared as caused by {cause.name}")


def _demand_held(cause: Act, row: Procedure) -> None:
    if row.root not in cause.locked:
        raise ProcedureError(f"the root of {row.machine} must be named in the locks of {cause.name}")


def _state_refused(act: Act) -> list[Refusal]:
    step, subject = act.step, act.subject
    if barred := subject.barred():
        return [barred]
    if not isinstance(step, Step) or subject.state in step.source:
        return []
    wanted = "、".join(f"“{subject.States(state).label}”" for state in step.source)
    return [Refusal(f"“{step.label}”须在{wanted}时办理，当前为“{subject.state_label}”。", step.article)]


def _held(act: Act) -> list[Refusal]:
    return held_back(act.decides, rival_of(act), act.step.article)


def _clean(act: Act, data: Mapping[str, Any]) -> Form | None:
    """Check the data by the step's own form and put what it made of it into the act."""
    form_class = form_of(act.subject, act.step)
    if form_class is None:
        return None
    form: Form = form_class(data, subject=act.subject, seat=act.seat)
    form.is_valid()
    act.data = form.cleaned_data
    return form


def _form_faults(act: Act, form: Form | None) -> list[Refusal]:
    if form is None:
        return []
    return [Refusal(str(error), act.step.article) for errors in form.errors.values() for error in errors]
