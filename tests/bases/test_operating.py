"""The years of an established base: each has its date, whatever comes between (办法29)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bases import periods
from bases.models import Base
from procedure import clock
from procedure.acts import NotPermitted, Refused
from procedure.models import DueDate, Notification, Outbox, Record
from procedure.notifying import remind
from procedure.perform import perform
from procedure.steps import TIMER
from procedure.sweep import sweep
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.assessments.based import a_base

pytestmark = pytest.mark.rule("B29")
DAYS = some.dates(date(2018, 1, 1), date(2060, 12, 31))


def at(year: int, month: int = 1, day: int = 1, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.BEIJING)


def summaries(base: Base) -> dict[int, DueDate]:
    return {due.cycle: due for due in DueDate.objects.filter(subject_id=base.pk, kind="annual_summary")}


@given(day=DAYS)
def test_the_first_summary_is_of_the_year_of_establishment_unless_it_came_late(day: date) -> None:
    year = periods.first_summary_year(day.isoformat(), day)
    assert year == day.year + (1 if day > date(day.year, 10, 1) else 0)


@given(established=DAYS, opened=DAYS)
def test_no_year_is_owed_that_was_over_when_the_base_came_to_the_portal(established: date, opened: date) -> None:
    year = periods.first_summary_year(established.isoformat(), opened)
    assert established.year <= year
    assert opened.year <= year <= max(established.year + 1, opened.year)


@pytest.mark.parametrize(
    ("established", "opened", "year"),
    [
        ("2026-01-01", date(2026, 1, 1), 2026), ("2026-10-01", date(2026, 10, 1), 2026),
        ("2026-10-02", date(2026, 10, 2), 2027), ("2025-12-31", date(2025, 12, 31), 2026),
        # of history: only a year is known, or nothing
        ("2019", date(2026, 6, 15), 2026), ("", date(2026, 11, 2), 2027), ("2019-11-05", date(2026, 11, 2), 2026),
    ],
)  # fmt: skip
def test_first_years_by_hand(established: str, opened: date, year: int) -> None:
    assert periods.first_summary_year(established, opened) == year


@given(year=some.integers(2018, 2060))
def test_the_day_is_the_last_of_december_and_never_moves(year: int) -> None:
    end = periods.summary_end(year)
    assert (end.end, end.last_timely_day, end.unmoved) == (date(year, 12, 31),) * 3
    assert end.due_at == at(year + 1)


@pytest.mark.django_db
def test_ten_years_come_round_and_nothing_else(world: World) -> None:
    with clock.at(at(2024, 2, 29, 9)):
        base = a_base(world)
    for year in range(2026, 2037):
        assert max(summaries(base)) == year - (1 if year == 2026 else 0)
        with clock.at(at(year + 1)):
            sweep()
            sweep()
    assert sorted(summaries(base)) == list(range(2025, 2038))
    base.refresh_from_db()
    assert base.state == "operating"
    assert Record.objects.filter(subject_id=base.pk, step="turn_year", actor=None, source="operating").count() == 12


@pytest.mark.django_db
def test_a_second_before_the_year_ends_it_is_the_old_one(world: World) -> None:
    base = a_base(world)
    with clock.at(at(2027) - timedelta(seconds=1)):
        sweep()
    assert sorted(summaries(base)) == [2026]
    with clock.at(at(2027)):
        sweep()
    found = summaries(base)
    assert (sorted(found), found[2026].fired_at, found[2026].closed_at) == ([2026, 2027], at(2027), None)
    # The clock's own end is over with the year, and nobody is shown it.
    ticks = DueDate.objects.filter(subject_id=base.pk, kind="year_turn", closed_at__isnull=True)
    assert [tick.cycle for tick in ticks] == [2027]
    with clock.at(at(2027)):
        page = text_of(client_of(world.seats["organiser_officer"]).get(base.get_absolute_url()))
    assert ("年度工作总结和计划（2026年）" in page, "本年度结束" in page) == (True, False)


@pytest.mark.django_db
def test_after_years_without_a_sweep_every_year_is_there(world: World) -> None:
    base = a_base(world)
    with clock.at(at(2030, 3, 1)):
        sweep()
    assert sorted(summaries(base)) == [2026, 2027, 2028, 2029, 2030]


@pytest.mark.django_db
def test_nobody_turns_a_year_by_hand_and_none_turns_after_the_end(world: World) -> None:
    base, over = a_base(world), a_base(world, "revoked")
    for seat in world.seats.values():
        with pytest.raises(NotPermitted):
            perform(base, "turn_year", seat=seat)
    with pytest.raises(Refused):
        perform(over, "turn_year", seat=TIMER)
    with clock.at(at(2028)):
        sweep()
    assert summaries(over) == {}


@pytest.mark.django_db
def test_host_and_organiser_are_reminded(world: World) -> None:
    base = a_base(world)
    with clock.at(at(2026, 12, 2, 9)):
        sweep()
        for owed in Outbox.objects.filter(kind="remind"):
            remind(owed)
    told = Notification.objects.filter(url=base.get_absolute_url()).values_list("person", flat=True)
    wanted = ("preparer", "submitter", "unit_admin", "organiser_officer")
    assert set(told) == {world.seats[name].person_id for name in wanted}
