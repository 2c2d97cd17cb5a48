"""An organiser's own page of a call (指南三（一）): direction, its own last day, whom it invites, how far they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from organisations import edits
from organisations.models import Membership, Role, Unit
from procedure import clock, outbox
from procedure.acts import NotPermitted
from procedure.locking import lock_root
from procedure.models import Outbox
from procedure.reckoning import beijing_day, chinese_date, end_instant

from . import models
from .call_telling import tell_invited
from .calling import CallRefused
from .completeness import missing_items, progress
from .models import Application, Call, InvitedUnit, Organising
from .moving import move_dues
from .procedure import CallState, State
from .queries import missed, visible_to

# A page that was sent twice within the hour is sent once.
_REMEMBERED = 3600
# Beyond these the list says that there are more.
SHOWN = 100


@dataclass(frozen=True)
class Conflict:
    """A colleague saved in between: what stands there now."""

    stored: Organising


def is_entitled(call: Call, unit: Unit) -> bool:
    """Whether a unit may organise anything under a call, by its edition's list or by exception."""
    listed = call.edition.organisers
    if any(unit.kind in listed.kinds(kind) for kind in call.kinds):
        return True
    part = models.Admission.Part.ORGANISER
    return models.Admission.objects.filter(call=call, unit=unit, part=part, ended_at__isnull=True).exists()


def is_open(call: Call) -> bool:
    return call.state == CallState.PUBLISHED and clock.now() < call.last_end()


def last_possible_day(call: Call) -> date:
    """The last day of the call's own window."""
    return beijing_day(call.closes_at - timedelta(microseconds=1))


def organising_of(call: Call, seat: Membership) -> Organising:
    """What this organiser has made of the call; not stored before something is written in it."""
    found = models.Organising.objects.filter(call=call, organiser=seat.unit_id).select_related("saved_by").first()
    return found or models.Organising(call=call, organiser=seat.unit)


def save_organising(
    call: Call, *, direction: str, last_day: date | None, base: int, seat: Membership
) -> Organising | Conflict:
    """Save as grown from version ``base``; a changed day moves the dates of what has not been submitted yet."""
    with transaction.atomic():
        stored = _held(call, seat)
        if (stored.direction, stored.last_day) == (direction, last_day) and stored.version:
            return stored
        if stored.version != base:
            return Conflict(stored)
        moved = stored.last_day != last_day
        if moved:
            _refuse_day(stored.call, last_day)
        stored.direction, stored.last_day, stored.version = direction, last_day, base + 1
        _write(stored, seat, "修改建设方向和内部截止日")
        if moved:
            _move(stored)
    return stored


def invite(call: Call, *, unit: Unit | None, name: str, email: str, note: str, seat: Membership) -> InvitedUnit:
    """Ask a unit to apply, and tell it; the invitation is no condition for applying."""
    with transaction.atomic():
        organising = _held(call, seat)
        if organising._state.adding:
            _write(organising, seat, "邀请单位")
        if organising.invited.filter(Q(unit=unit) if unit else Q(name=name) | Q(email=email)).exists():
            raise CallRefused("这个单位已经邀请过，不必重复。", "who")
        invited = models.InvitedUnit.objects.create(
            organising=organising, unit=unit, name="" if unit else name, email="" if unit else email, note=note,
            at=clock.now(), by=seat.person,
        )  # fmt: skip
        tell_invited(invited, organising)
    return invited


def circulate(call: Call, *, seat: Membership, key: str) -> int:
    """转发: send the call to all invited units; how many they are, 0 where this page has been sent already."""
    with transaction.atomic():
        organising = _held(call, seat)
        count = 0 if organising._state.adding else organising.invited.count()
        if not count:
            raise CallRefused("还没有邀请单位，请先邀请，再转发申报指南。")
        sent = f"circulated-{seat.person_id}-{key}"
        if cache.get(sent):
            return 0
        # Not before the commit: what was rolled back may be sent again. The call's lock keeps two apart.
        transaction.on_commit(partial(cache.set, sent, 1, _REMEMBERED))
        _write(organising, seat, f"转发申报指南给 {count} 个邀请的单位")
        outbox.put([Outbox(kind="circulate", payload={"organising": organising.pk})])
    return count


def _held(call: Call, seat: Membership) -> Organising:
    """The organiser's row under the call's lock. Raises NotPermitted, or CallRefused once the window is over."""
    lock_root(call)
    locked = models.Call.objects.get(pk=call.pk)
    if not seat.is_current() or seat.role != Role.ORGANISER_OFFICER or not is_entitled(locked, seat.unit):
        raise NotPermitted("组织申报")
    if not is_open(locked):
        raise CallRefused("本次申报的受理期已过，不能再修改。")
    organising = organising_of(locked, seat)
    organising.call = locked
    return organising


def _write(organising: Organising, seat: Membership, reason: str) -> None:
    organising.saved_at, organising.saved_by = clock.now(), seat.person
    edits.save(organising, seat.person, reason)


def _refuse_day(call: Call, day: date | None) -> None:
    if day is None:
        return
    latest = last_possible_day(call)
    if day > latest:
        raise CallRefused(f"内部截止日不能晚于受理期的最后一天（{chinese_date(latest)}）。", "last_day")
    if end_instant(day) <= clock.now():
        raise CallRefused("内部截止日不能是已经过去的日子。", "last_day")


def _move(organising: Organising) -> None:
    rows = models.Application.objects.filter(
        call=organising.call, organiser=organising.organiser_id, state=State.DRAFT, submitted_at__isnull=True
    )
    # Under lock, so that nobody submits meanwhile by the old day.
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    move_dues(rows, organising.saved_at)
    outbox.put([Outbox(kind="organisers_day", payload={"organising": organising.pk})])


# What the page shows


def applications_shown(call: Call, seat: Membership) -> list[dict[str, Any]]:
    """The organiser's applications under a call, drafts with how far they are and nothing of what they say."""
    now = clock.now()
    return [
        {"application": row, "progress": _said(row, now), "missed": missed(row.state, row.closes_at, now)}
        for row in _cases(call, seat).order_by("state", "since", "pk")[:SHOWN]
    ]


def _cases(call: Call, seat: Membership) -> Any:
    return visible_to(seat).filter(call=call).select_related("call", "unit").prefetch_related("sections")


def invited_shown(organising: Organising, shown: Iterable[dict[str, Any]], seat: Membership) -> list[dict[str, Any]]:
    """Each invited unit and how far it has come with this organiser."""
    if organising._state.adding:
        return []
    rows = list(organising.invited.select_related("unit"))
    by_name = Unit.objects.in_bulk([row.name for row in rows if row.name], field_name="name")
    units = [row.unit or by_name.get(row.name) for row in rows]
    said: dict[Any, str] = {}
    for each in shown:
        said.setdefault(each["application"].unit_id, each["progress"])
    # Those who stand too far down the list to be shown in it.
    unread = {unit.pk for unit in units if unit} - said.keys()
    now = clock.now()
    for case in _cases(organising.call, seat).filter(unit__in=unread).order_by("state", "since", "pk"):
        said.setdefault(case.unit_id, _said(case, now))
    return [_invited(row, unit, said) for row, unit in zip(rows, units, strict=True)]


def _invited(row: InvitedUnit, unit: Unit | None, said: dict[Any, str]) -> dict[str, Any]:
    if unit is None:
        return {"row": row, "name": row.name, "progress": "尚未注册"}
    return {"row": row, "name": unit.name, "progress": said.get(unit.pk, "已注册，尚未开始填报")}


def _said(application: Application, now: Any) -> str:
    if missed(application.state, application.closes_at, now):
        return "未报送"
    if application.state != State.DRAFT:
        return application.state_label
    if application.submitted_at is not None:
        return "退回修改中"
    steps = progress(application, missing_items(application)).values()
    done, wanted = sum(step.filled for step in steps), sum(step.required for step in steps)
    return f"填报中，已完成 {round(100 * done / wanted)}%"
