"""Asking a base for highlights, practices and typical cases by a date, and what becomes of it (办法8（五）)."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from bases.models import Base
from bases.procedure.people import HOSTS, ORGANISER, SAC_OFFICER
from organisations.models import Membership, Role
from organisations.queries import people_in
from procedure import clock, dues
from procedure.notifying import tell_of
from procedure.reckoning import chinese_date, end_instant
from procedure.steps import Due, Fixed

from . import models
from .keeping import NotKept, hold
from .models import MaterialRequest

_ARTICLE = "办法8（五）"
# Its day is typed and not reckoned.
REQUEST_DUE = Due(
    "material_request", "报送亮点成果、经验做法和典型案例", _ARTICLE, lambda base, act: None, reminders=(7, 1),
    tells=(HOSTS,),
)  # fmt: skip
_OVER = "这项要求已经办结。"
_ANSWERED = "已经说明报送完毕，等待{unit}查看。"
_NOTHING = "还没有为这项要求报送内容；没有可报的，请在说明中写明。"


@transaction.atomic
def ask(base: Base, text: str, due_on: date, *, seat: Membership) -> MaterialRequest:
    """Ask the host, who is told and reminded. The same words once more are the same request. Raises NotKept."""
    hold(base)
    asked = base.material_requests.all()
    if again := asked.filter(unit=seat.unit, text=text, due_on=due_on, closed_at__isnull=True).first():
        return again
    made = models.MaterialRequest.objects.create(
        base=base, number=asked.count() + 1, unit=seat.unit, text=text, due_on=due_on, by=seat.person,
        by_name=seat.name_shown, at=clock.now(),
    )  # fmt: skip
    why = f"{seat.unit}要求在{chinese_date(due_on)}前报送；条文没有规定期限。"
    dues.open_date(base, REQUEST_DUE, made.number, Fixed(end_instant(due_on), why), clock.now())
    title = f"{base}：请报送亮点成果、经验做法和典型案例"
    tell_of(where(made), set(HOSTS.persons(base)), title, f"{text}（{chinese_date(due_on)}前）", at=clock.now())
    return made


@transaction.atomic
def answer(request: MaterialRequest, note: str, *, seat: Membership) -> None:
    """The host has reported all that it has to; whoever asked is told. Raises NotKept."""
    fresh = _open(request)
    if fresh.answered_at is not None:
        raise NotKept(_ANSWERED.format(unit=fresh.unit))
    if not note and not fresh.answers.filter(withdrawn_at__isnull=True).exists():
        raise NotKept(_NOTHING)
    fresh.answered_at, fresh.answered_by_name, fresh.answer = clock.now(), seat.name_shown, note
    fresh.save(update_fields=["answered_at", "answered_by_name", "answer"])
    _close_date(fresh)
    roles = (Role.SAC_OFFICER, Role.ORGANISER_OFFICER)
    asked_by = set(people_in(fresh.unit_id, *roles, day=clock.today()))
    title = f"{fresh.base}：已按要求报送亮点成果、经验做法和典型案例"
    tell_of(where(fresh), asked_by, title, note or "请查看。", at=clock.now())


@transaction.atomic
def finish(request: MaterialRequest, *, seat: Membership) -> None:
    """Whoever asked needs no more, answered or not. Raises NotKept."""
    fresh = _open(request)
    fresh.closed_at, fresh.closed_by_name = clock.now(), seat.name_shown
    fresh.save(update_fields=["closed_at", "closed_by_name"])
    _close_date(fresh)


def may_ask(base: Base, seat: Membership) -> bool:
    return ORGANISER.allows(base, seat) or SAC_OFFICER.allows(base, seat)


def may_finish(request: MaterialRequest, seat: Membership) -> bool:
    """Whoever's office asked."""
    return request.unit_id == seat.unit_id and may_ask(request.base, seat)


def where(request: MaterialRequest) -> str:
    """Where it is read and answered: among the achievements of its base."""
    return f"{reverse('workbench:case', args=['base', request.base_id])}?tab=achievements"


def _open(request: MaterialRequest) -> MaterialRequest:
    hold(request.base)
    fresh: MaterialRequest = models.MaterialRequest.objects.select_related("base", "unit").get(pk=request.pk)
    if fresh.closed_at is not None:
        raise NotKept(_OVER)
    return fresh


def _close_date(request: MaterialRequest) -> None:
    dues.close_date(request.base, REQUEST_DUE.kind, request.number, clock.now())
