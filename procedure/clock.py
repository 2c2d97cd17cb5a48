"""The portal's own time, Asia/Shanghai; only this clock moves in the sandbox, sign-in and retries use real time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

BEIJING = ZoneInfo("Asia/Shanghai")

_pinned: ContextVar[datetime | None] = ContextVar("clock_pinned", default=None)
_offset: ContextVar[timedelta | None] = ContextVar("clock_offset", default=None)


class ClockRefused(Exception):
    """The sandbox clock was asked for something that it does not do; the text is Chinese."""


def now() -> datetime:
    """This moment in Beijing time, moved by the sandbox if there is one."""
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    return timezone.now().astimezone(BEIJING) + _current_offset()


def today() -> date:
    """The day that Beijing has."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at one moment, for the seeder and tests."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone is no moment.")
    token = _pinned.set(moment.astimezone(BEIJING))
    try:
        yield
    finally:
        _pinned.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Read the sandbox's offset once for a request or task."""
    token = _offset.set(_stored_offset())
    try:
        yield
    finally:
        _offset.reset(token)


def begin(moment: datetime) -> None:
    """Make it ``moment`` now, unless the sandbox's clock has begun already."""
    from .models import SandboxClock

    _refuse_outside_sandbox()
    offset = moment - timezone.now()
    SandboxClock.objects.get_or_create(pk=1, defaults={"offset": offset})


def forward(by: timedelta) -> datetime:
    """Set the sandbox's clock forward, and say what time it is then."""
    from .models import SandboxClock

    _refuse_outside_sandbox()
    if by <= timedelta(0):
        raise ClockRefused("演练时钟只能向前拨，不能倒退。")
    with transaction.atomic():
        row, _ = SandboxClock.objects.select_for_update().get_or_create(pk=1, defaults={"offset": timedelta(0)})
        row.offset += by
        row.save(update_fields=["offset"])
    if _offset.get() is not None:
        _offset.set(row.offset)
    offset: timedelta = row.offset
    return timezone.now().astimezone(BEIJING) + offset


def _current_offset() -> timedelta:
    read = _offset.get()
    return read if read is not None else _stored_offset()


def _stored_offset() -> timedelta:
    if not settings.SANDBOX:
        return timedelta(0)
    from .models import SandboxClock

    row = SandboxClock.objects.filter(pk=1).values_list("offset", flat=True).first()
    return row if row is not None else timedelta(0)


def _refuse_outside_sandbox() -> None:
    if not settings.SANDBOX:
        raise ClockRefused("演练时钟只在演练环境中可用。")
