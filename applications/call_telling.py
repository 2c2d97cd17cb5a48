"""Telling all concerned of what is no step of a call: notices, extensions, an organiser's own day."""

from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from organisations.models import Role
from organisations.queries import current_seats, people_in
from procedure import clock
from procedure.models import Outbox
from procedure.notifying import tell, tell_of, write_to
from procedure.outbox import handler

from . import models
from .calling import affected, extension_sentence, give_time
from .models import Call, InvitedUnit
from .procedure import APPLICANTS, AUTHORITIES, ORGANISERS, RECOMMENDERS, State
from .procedure.window import last_day_of

_APPLYING = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN)


@handler("call_notice")
def tell_notice(row: Outbox) -> None:
    notice = models.CallNotice.objects.select_related("call").get(pk=row.payload["notice"])
    call = notice.call
    body = f"国家标准委就“{call.title}”发布通知。\n\n{notice.text}"
    tell_of(call.get_absolute_url(), _all_concerned(call) - {notice.by_id}, notice.title, body, at=notice.at)


@handler("call_extension")
def tell_extension(row: Outbox) -> None:
    """Of one for all everybody; of one for one applicant those who have to do with its applications."""
    extension = models.CallExtension.objects.select_related("call", "unit").get(pk=row.payload["extension"])
    call, said = extension.call, extension_sentence(extension)
    give_time(extension)
    if extension.unit is None:
        persons = _all_concerned(call) - {extension.by_id}
        tell_of(call.get_absolute_url(), persons, f"“{call.title}”受理期延长", f"{said}。", at=extension.at)
        return
    title, body = "受理期延长", f"“{call.title}”：{said}。仅适用于{extension.unit}。"
    concerned = list(affected(extension))
    for application in concerned:
        persons = {p for who in (APPLICANTS, ORGANISERS, RECOMMENDERS) for p in who.persons(application)}
        tell(persons, application, f"{application}：{title}", body, record_id=None, at=extension.at)
    if not concerned:
        persons = set(people_in(extension.unit_id, *_APPLYING, day=clock.today()))
        tell_of(call.get_absolute_url(), persons, f"“{call.title}”{title}", body, at=extension.at)


@handler("organisers_day")
def tell_organisers_day(row: Outbox) -> None:
    """Those whose first submission an organiser's own day binds, or binds no more."""
    organising = models.Organising.objects.select_related("call", "organiser").get(pk=row.payload["organising"])
    drafts = models.Application.objects.filter(
        call=organising.call_id, organiser=organising.organiser_id, state=State.DRAFT, submitted_at__isnull=True
    )
    day = organising.last_day
    said = f"内部截止日定为{day.year}年{day.month}月{day.day}日" if day else "不再规定内部截止日"
    for draft in drafts.select_related("call"):
        until = f"本单位的受理期至{last_day_of(draft.closes_at)}。"
        body = f"{organising.organiser}对“{organising.call.title}”{said}，只约束首次报送。{until}"
        title = f"{draft}：组织单位的截止日有变"
        tell(set(APPLICANTS.persons(draft)), draft, title, body, record_id=None, at=organising.saved_at)


@handler("circulate")
def circulate_call(row: Outbox) -> None:
    """The call with its address to every unit that the organiser has invited."""
    organising = models.Organising.objects.select_related("call", "organiser").get(pk=row.payload["organising"])
    for invited in organising.invited.select_related("unit"):
        tell_invited(invited, organising)


def tell_invited(invited: InvitedUnit, organising: models.Organising) -> None:
    """A registered unit's administrator and submitters by message and mail; who has not registered, by mail."""
    title = f"{organising.organiser}邀请申报：{organising.call.title}"
    body = invitation_text(organising, invited.note)
    if invited.unit_id is None:
        write_to(invited.email, title, f"{body}\n\n{_how_to_register(organising.call)}")
        return
    persons = set(people_in(invited.unit_id, Role.UNIT_ADMIN, Role.SUBMITTER, day=clock.today()))
    tell_of(organising.call.get_absolute_url(), persons, title, body, at=clock.now())


def invitation_text(organising: models.Organising, note: str = "") -> str:
    """What an organiser writes to those whom it invites; shown to be copied as well."""
    call = organising.call
    parts = [
        f"{organising.organiser}请贵单位按照“{call.title}”申报国家技术标准创新基地。",
        f"建设方向和功能定位：{organising.direction}" if organising.direction else "",
        f"受理期至{last_day_of(call.closes_at)}，以推荐到达国家标准委的时间为准。",
        _own_day(organising),
        f"说明：{note}" if note else "",
        f"申报指南：{settings.PUBLIC_ORIGIN}{call.get_absolute_url()}",
    ]
    return "\n".join(part for part in parts if part)


def _own_day(organising: models.Organising) -> str:
    day = organising.last_day
    return f"请于{day.year}年{day.month}月{day.day}日前（含当日）报送本单位论证。" if day else ""


def _how_to_register(call: Call) -> str:
    try:
        where = settings.PUBLIC_ORIGIN + reverse("organisations:register")
    except NoReverseMatch:
        where = settings.PUBLIC_ORIGIN + call.get_absolute_url()
    return f"贵单位还没有在系统中注册。注册之后即可填写：{where}"


def _all_concerned(call: Call) -> set[Any]:
    """The officers of all authorities, and the people of every unit with an application in the call."""
    seats = current_seats(clock.today()).filter(
        role__in=_APPLYING, unit__in=models.Application.objects.filter(call=call).values("unit")
    )
    return {*AUTHORITIES.persons(call), *seats.order_by().values_list("person_id", flat=True)}
