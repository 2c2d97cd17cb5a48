"""Passing on what an objection says, without who said it, to a unit of the case, and keeping its answer."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse

from documents.models import File
from organisations.models import Membership, Unit
from organisations.queries import people_in
from procedure import clock
from procedure.notifying import tell_of

from . import models
from .models import Inquiry, Objection
from .objecting import Evidence
from .procedure import ObjectionState
from .queries import ANSWERERS


class HandlingRefused(Exception):
    """Why something cannot be done now; the text is a sentence for the person."""


_NOT_HANDLED = "异议现在是“{state}”，受理之后、办结之前才能转办。"
_TWICE = "已经转给这个单位，还没有答复；需要补充的，先结束原转办再重新转办。"
_OVER = "这件转办已经有结果，不能再改。"


def pass_on(objection: Objection, unit: Unit, text: str, due_on: date, *, seat: Membership) -> Inquiry:
    """Ask a unit; it is told that something waits, never who objected."""
    with transaction.atomic():
        locked = _held(objection)
        if locked.state != ObjectionState.HANDLING:
            raise HandlingRefused(_NOT_HANDLED.format(state=locked.state_label))
        if locked.inquiries.filter(unit=unit, answered_at__isnull=True, closed_at__isnull=True).exists():
            raise HandlingRefused(_TWICE)
        inquiry = models.Inquiry.objects.create(
            objection=locked, unit=unit, text=text, due_on=due_on, sent_at=clock.now(), by=seat.person,
            by_name=seat.name_shown,
        )  # fmt: skip
        _tell_unit(inquiry)
    return inquiry


def answer(inquiry: Inquiry, text: str, files: Iterable[Evidence], *, seat: Membership) -> None:
    """Keep the unit's answer, in time or late; once."""
    with transaction.atomic():
        locked = _open(inquiry)
        locked.answer, locked.answered_at = text, clock.now()
        locked.answered_by, locked.answered_by_name = seat.person, seat.name_shown
        locked.save(update_fields=["answer", "answered_at", "answered_by", "answered_by_name"])
        for each in files:
            checked = each.checked
            file = File.store(each.upload, checked.name, seat.person, checked.content_type)
            models.InquiryFile.objects.create(inquiry=locked, file=file)
        _tell_officer(locked)


def close(inquiry: Inquiry, reason: str) -> None:
    """End an inquiry without its answer, with the reason."""
    with transaction.atomic():
        locked = _open(inquiry)
        locked.closed_at, locked.close_reason = clock.now(), reason
        locked.save(update_fields=["closed_at", "close_reason"])


def _open(inquiry: Inquiry) -> Inquiry:
    """Under the objection's lock, which closing it takes too."""
    _held(inquiry.objection)
    locked: Inquiry = models.Inquiry.objects.select_related("unit", "objection").get(pk=inquiry.pk)
    if locked.answered_at is not None or locked.closed_at is not None:
        raise HandlingRefused(_OVER)
    return locked


def _held(objection: Objection) -> Objection:
    held: Objection = models.Objection.objects.select_for_update(of=("self",), no_key=True).get(pk=objection.pk)
    return held


def _tell_unit(inquiry: Inquiry) -> None:
    persons = set(people_in(inquiry.unit_id, *ANSWERERS, day=clock.today()))
    item = inquiry.objection.item
    body = f"{item.name}的公示收到异议，请说明情况，于{inquiry.due_on:%Y-%m-%d}前答复。"
    tell_of(reverse("notices:inquiry", args=[inquiry.pk]), persons, f"异议转办：{item.name}", body, at=inquiry.sent_at)


def _tell_officer(inquiry: Inquiry) -> None:
    assert inquiry.answered_at is not None
    objection = inquiry.objection
    title, body = f"{objection}：转办已答复", f"{inquiry.unit}已答复转办。"
    tell_of(objection.get_absolute_url(), {inquiry.by_id}, title, body, at=inquiry.answered_at)
