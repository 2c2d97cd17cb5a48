"""期限: those to keep stand in 待办, all that one may see in the month, and a file for a calendar program has them."""

from datetime import date, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bases.models import Base
from procedure import clock
from procedure.models import DueDate
from procedure.reckoning import start_instant
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.applications.conftest import noon
from tests.arriving import arrive
from tests.workbench.test_bases_lists import base, due
from workbench import calendar, dates, turns

__all__ = ["base", "noon"]
pytestmark = pytest.mark.rule("B06")
PAGE, FILE = "/home/calendar/", "/home/calendar.ics"


def waits(world: World, name: str) -> list[tuple[str, str]]:
    return [(item.doing, item.host) for item in turns.items(world.seats[name], clock.now())]


def test_a_date_waits_for_whoever_keeps_it_and_only_when_it_is_near(world: World, base: Base) -> None:
    due(base, 20, cycle=2027)
    due(base, 90, "中期评估", "base_organisers")
    found = {name: waits(world, name) for name in world.seats if waits(world, name)}
    said = [("年度建设报告（2027年）", "昇阳光伏科技有限公司")]
    assert found == {"preparer": said, "submitter": said}
    DueDate.objects.update(closed_at=clock.now())
    assert waits(world, "submitter") == []


def test_a_late_date_stays_until_it_is_kept(world: World, base: Base) -> None:
    due(base, -400, "中期评估", "base_organisers")
    (item,) = turns.items(world.seats["organiser_officer"], clock.now())
    assert (item.doing, item.url) == ("中期评估", base.get_absolute_url())
    home = text_of(client_of(world.seats["organiser_officer"]).get("/home/"))
    assert "已超期" in home
    assert PAGE in home


def test_the_month_shows_what_one_may_see(world: World, base: Base) -> None:
    shown = due(base, 10)
    month = f"{dates.last_day(shown):%Y-%m}"
    for name, seat in world.seats.items():
        page = text_of(client_of(seat).get(f"{PAGE}?month={month}"))
        knows = name in {
            "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "sac_officer",
            "sac_approver",
        }  # fmt: skip
        assert (name, "年度建设报告" in page) == (name, knows)
    assert "年度建设报告" not in text_of(client_of(world.seats["preparer"]).get(f"{PAGE}?month=2031-01"))
    for odd in ("2026-13", "0000-00", "9999-12", "x", ""):
        assert client_of(world.seats["preparer"]).get(PAGE, {"month": odd}).status_code == 200


def test_a_day_that_ends_at_midnight_is_the_day_before(world: World, base: Base) -> None:
    row = due(base, 0)
    DueDate.objects.filter(pk=row.pk).update(due_at=start_instant(date(2027, 3, 1)))
    february = calendar.month_of(world.seats["preparer"], date(2027, 2, 1))
    assert [day.date for week in february.weeks for day in week if day.entries] == [date(2027, 2, 28)]
    assert calendar.month_of(world.seats["preparer"], date(2027, 3, 1)).count == 0


def test_the_file_can_be_read_and_holds_the_day_and_the_reason(world: World, base: Base) -> None:
    row = due(base, 10)
    answer = client_of(world.seats["submitter"]).get(FILE)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["dtstart"].dt == dates.last_day(row)
    assert event["dtend"].dt == dates.last_day(row) + timedelta(days=1)
    assert "年度建设报告" in event["summary"]
    assert "年度终了后一个月" in event["description"]
    assert icalendar.Calendar.from_ical(client_of(world.seats["other_preparer"]).get(FILE).content).walk("VEVENT") == []


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2199, 11, 30)))
def test_months_follow_one_another_without_a_gap(day: date) -> None:
    month = calendar.Month(day.replace(day=1), [], False)
    assert month.following == (month.first + timedelta(days=31)).replace(day=1)
    assert month.previous < month.first < month.following
    assert calendar.Month(month.following, [], False).previous == month.first


def test_an_applications_own_dates_are_no_second_line(world: World) -> None:
    case = arrive(world.draft(), "organiser_review")
    assert [item.doing for item in turns.items(world.seats["organiser_officer"], clock.now())] == []
    assert DueDate.objects.filter(root=case.pk).exists()
