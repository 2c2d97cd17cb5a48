"""What SAC writes about a call: its draft, its notices, its extensions; each once, under the call's own lock."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from organisations import edits
from organisations.models import Membership, Unit
from procedure import clock, outbox
from procedure.acts import NotPermitted
from procedure.locking import lock_root
from procedure.models import Outbox
from procedure.perform import start
from procedure.reckoning import beijing_day, chinese_date
from procedure.rulebook import edition

from . import models
from .models import Application, Call, CallExtension, CallNotice
from .moving import move_dues
from .procedure import BEFORE_SAC, CallState
from .procedure.people import SAC_OFFICER
from .procedure.window import last_day_of
from .queries import extended_for


class CallRefused(Exception):
    """Why something cannot be done about a call; ``field`` is the one to mend, empty for the whole."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def begin_call(edition_name: str, year: int, *, seat: Membership, key: uuid.UUID | None = None) -> Any:
    """Bear a draft with what the edition gives a new call; a repeated ``key`` gives the first one."""
    found = edition(edition_name)
    opens, closes = found.preset.window.bounds(year)
    new = models.Call(
        title=f"{year}年度国家技术标准创新基地申报指南",
        year=year,
        edition_name=found.key,
        kinds=[each.type.value for each in found.preset.types],
        planned={each.type.value: list(each.planned) for each in found.preset.types},
        one_regional_per_region=found.preset.one_regional_per_region.value,
        one_per_sector=found.preset.one_per_sector.value,
        type_conditions=found.preset.type_conditions.value,
        build_years=found.build_period.value.count,
        opens_at=opens,
        closes_at=closes,
    )
    return start(new, seat=seat, key=key)


def save_draft(call: Call, values: Mapping[str, Any], *, base: int, seat: Membership) -> Call | None:
    """Save the draft as grown from history row ``base``; the draft as it stands if somebody changed it since."""
    with transaction.atomic():
        locked = held(call, seat)
        if locked.state != CallState.DRAFT:
            raise CallRefused("申报指南已经发布，不能再改；需要更正的，请发通知。")
        if not differing(locked, values):
            return None
        if edits.version_of(locked) != base:
            return locked
        for name, value in values.items():
            setattr(locked, name, value)
        edits.save(locked, seat.person, "修改申报指南")
    return None


def differing(call: Call, values: Mapping[str, Any]) -> list[str]:
    """The fields in which what was typed is not what is stored."""
    return [name for name, value in values.items() if getattr(call, name) != value]


def give_notice(call: Call, *, title: str, text: str, seat: Membership, key: uuid.UUID) -> CallNotice:
    """Amend a published call by a dated notice, told to all concerned; never edited."""
    with transaction.atomic():
        locked = held(call, seat)
        if first := _first(models.CallNotice, locked, seat, key):
            return first
        if locked.state == CallState.DRAFT:
            raise CallRefused("申报指南还没有发布，请直接修改。")
        notice = models.CallNotice.objects.create(
            call=locked, title=title, text=text, at=clock.now(), by=seat.person, by_name=seat.name_shown, key=key
        )
        outbox.put([Outbox(kind="call_notice", payload={"notice": notice.pk})])
    return notice


def extend(
    call: Call, *, closes_at: datetime, reason: str, unit: Unit | None, seat: Membership, key: uuid.UUID
) -> CallExtension:
    """Let the window end later, for all or for one applicant; dates move at once, everybody concerned is told."""
    with transaction.atomic():
        locked, at = held(call, seat), clock.now()
        if first := _first(models.CallExtension, locked, seat, key):
            return first
        before = end_for(locked, unit)
        _refuse_extension(locked, before, closes_at, at)
        extension = models.CallExtension.objects.create(
            call=locked, unit=unit, before=before, closes_at=closes_at, reason=reason, at=at, by=seat.person,
            by_name=seat.name_shown, key=key,
        )  # fmt: skip
        _reach(extension, locked, seat)
        outbox.put([Outbox(kind="call_extension", payload={"extension": extension.pk})])
    return extension


def end_for(call: Call, unit: Unit | None) -> datetime:
    """When the window ends now for a unit, or for all."""
    own: datetime | None = extended_for(call, unit.pk) if unit else None
    return max(call.closes_at, own or call.closes_at)


def affected(extension: CallExtension) -> Any:
    """What has not reached SAC yet and is given more time."""
    rows = models.Application.objects.filter(call=extension.call_id, state__in=BEFORE_SAC)
    return rows if extension.unit_id is None else rows.filter(unit=extension.unit_id)


def extension_sentence(extension: CallExtension) -> str:
    """How an extension is said to those whom it concerns."""
    day = chinese_date(beijing_day(extension.at))
    return f"国家标准委于{day}将受理期延长至{last_day_of(extension.closes_at)}，理由：{extension.reason}"


def own_extension(application: Application) -> str:
    """That the window was extended for this applicant alone, for those who see the case; else nothing."""
    if application.extended_to is None:
        return ""
    own = application.call.extensions.filter(unit=application.unit_id).last()
    return f"仅对{application.unit}：{extension_sentence(own)}" if own else ""


def held(call: Call, seat: Membership) -> Call:
    """The call under its lock, as an SAC officer may write about it. Raises NotPermitted."""
    if not SAC_OFFICER.allows(call, seat):
        raise NotPermitted(call.machine_label)
    lock_root(call)
    return models.Call.objects.get(pk=call.pk)


def _first(model: Any, call: Call, seat: Membership, key: uuid.UUID) -> Any:
    """What this person's key was used for already."""
    first = model.objects.filter(by=seat.person, key=key).first()
    if first is not None and first.call_id != call.pk:
        raise CallRefused("这次提交的标识已用于另一事项，请刷新页面后重新办理。")
    return first


def _refuse_extension(call: Call, before: datetime, closes_at: datetime, at: datetime) -> None:
    if call.state == CallState.DRAFT:
        raise CallRefused("申报指南还没有发布，请直接修改受理期。")
    if call.state == CallState.CLOSED:
        raise CallRefused("申报指南已经结束受理，不能再延长。")
    if closes_at <= before:
        raise CallRefused(f"受理期现在至{last_day_of(before)}，延长后的时间须晚于它。", "closes_at")
    if closes_at <= at:
        raise CallRefused("延长后的时间须晚于现在。", "closes_at")


def _reach(extension: CallExtension, call: Call, seat: Membership) -> None:
    """Under lock, so that nobody submits meanwhile by the old end."""
    list(affected(extension).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    if extension.unit_id is None:
        call.closes_at = extension.closes_at
        edits.save(call, seat.person, f"延长受理期：{extension.reason}")
    give_time(extension)


@transaction.atomic
def give_time(extension: CallExtension) -> None:
    """The later end and its dates for whatever has not got them; once more when the news go out.

    What was begun in the same moment was not there to be found, and took both from the old end.
    """
    if extension.unit_id is not None:
        short = affected(extension).exclude(extended_to__gte=extension.closes_at)
        for row in short.order_by("pk").select_for_update(no_key=True):
            row.extended_to = extension.closes_at
            edits.save(row, extension.by, f"延长受理期：{extension.reason}")
    move_dues(affected(extension), extension.at, extension_sentence(extension))
