"""The portal's own time: held for tests and seeding, set forward in the sandbox, untouched in production."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from procedure import checks, clock
from procedure.middleware import ClockMiddleware
from procedure.models import SandboxClock
from tests.practice.road import NOON

pytestmark = pytest.mark.django_db


def test_clock_refuses_outside_the_sandbox(settings: object) -> None:
    with override_settings(SANDBOX=False):
        for attempt in (lambda: clock.forward(timedelta(days=1)), lambda: clock.begin(NOON)):
            with pytest.raises(clock.ClockRefused, match="演练时钟只在演练环境中可用。"):
                attempt()
    assert SandboxClock.objects.count() == 0


@pytest.mark.parametrize("by", [timedelta(0), timedelta(seconds=-1)])
def test_clock_goes_forward_only(by: timedelta) -> None:
    with pytest.raises(clock.ClockRefused, match="演练时钟只能向前拨，不能倒退。"):
        clock.forward(by)


def test_sandbox_and_production_exclude_each_other() -> None:
    with override_settings(SANDBOX=True, PRODUCTION=True):
        assert [message.id for message in checks.sandbox_not_in_production()] == ["procedure.E001"]
    for sandbox, production in ((True, False), (False, True)):
        with override_settings(SANDBOX=sandbox, PRODUCTION=production):
            assert checks.sandbox_not_in_production() == []


def test_offset_is_ignored_outside_the_sandbox() -> None:
    clock.forward(timedelta(days=400))
    with override_settings(SANDBOX=False), time_machine.travel(NOON, tick=False):
        assert clock.now() == NOON


@time_machine.travel(datetime(2024, 2, 28, 16, 30, tzinfo=UTC), tick=False)
def test_day_is_beijings() -> None:
    assert clock.now().isoformat() == "2024-02-29T00:30:00+08:00"
    assert clock.today() == date(2024, 2, 29)


def test_at_holds_and_lets_go() -> None:
    with clock.at(NOON.astimezone(UTC)):
        assert (clock.now().isoformat(), clock.today()) == ("2024-03-05T12:00:00+08:00", date(2024, 3, 5))
        with clock.at(NOON + timedelta(days=1)):
            assert clock.today() == date(2024, 3, 6)
        assert clock.now() == NOON
    assert clock.now() > NOON


def test_moment_without_a_zone_is_no_moment() -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"), clock.at(naive):
        pass


@time_machine.travel(NOON, tick=False)
def test_sandbox_begins_once_and_goes_on() -> None:
    start = datetime(2026, 6, 1, 9, 0, tzinfo=clock.BEIJING)
    clock.begin(start)
    clock.begin(start + timedelta(days=99))
    assert clock.now() == start
    assert clock.forward(timedelta(days=30)) == clock.now() == start + timedelta(days=30)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert clock.now() == start + timedelta(days=30, hours=1)


@time_machine.travel(NOON, tick=False)
def test_offset_is_read_once_a_request(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{clock.today()} {clock.now():%H:%M} {clock.today()}")

    with django_assert_num_queries(1):
        response = ClockMiddleware(view)(HttpRequest())
    assert response.content == b"2024-03-05 12:00 2024-03-05"
    with override_settings(SANDBOX=False), django_assert_num_queries(0):
        ClockMiddleware(view)(HttpRequest())


@time_machine.travel(NOON, tick=False)
def test_setting_forward_counts_in_the_same_request() -> None:
    with clock.reading():
        assert clock.now() == NOON
        clock.forward(timedelta(days=1))
        assert clock.now() == NOON + timedelta(days=1)
    assert clock.now() == NOON + timedelta(days=1)
