"""The days that 办法19 to 21 count for a base: rows typed by hand, and what must hold for every end."""

from calendar import monthrange
from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bases.periods import (
    EXTENSION,
    build_end,
    build_end_due,
    extended_end,
    filing_window,
    last_timely_day,
    rectification_end,
    reopened_end_due,
)
from procedure import workdays
from procedure.clock import BEIJING
from procedure.reckoning import Period, end_instant, start_instant
from procedure.workdays import WEEKENDS, Calendar

SEEDED = Calendar.of(workdays.rows_from_chinesecalendar(workdays.covered_years()))
ends = st.dates(date(2015, 1, 1), date(2090, 12, 31))
calendars = st.sampled_from([WEEKENDS, SEEDED])
MONTH_ENDS = (date(2024, 2, 29), date(2023, 2, 28), date(2025, 5, 31), date(2028, 11, 30), date(2026, 8, 31))

# end, the window opens, its last timely day: the end of May, of November and of February, a leap day, 春节, 国庆节
WINDOWS = [
    ("2029-07-20", "2029-04-20", "2029-07-20"),
    ("2025-05-31", "2025-02-28", "2025-06-03"),  # Saturday, and 端午节 on Monday
    ("2024-05-31", "2024-02-29", "2024-05-31"),
    ("2024-02-29", "2023-11-29", "2024-02-29"),
    ("2027-02-28", "2026-11-28", "2027-03-01"),
    ("2025-01-29", "2024-10-29", "2025-02-05"),  # 春节
    ("2025-10-01", "2025-07-01", "2025-10-09"),  # 国庆节
    ("2025-01-26", "2024-10-26", "2025-01-26"),  # a Sunday that is worked
]
EXTENDED = [
    ("2029-07-20", 12, "2030-07-20"),
    ("2027-08-31", 6, "2028-02-29"),
    ("2026-08-31", 6, "2027-02-28"),
    ("2028-02-29", 12, "2029-02-28"),
    ("2028-02-29", 1, "2028-03-29"),
    ("2026-12-31", 2, "2027-02-28"),
]
RECTIFIED = [
    ("2026-08-31", "2027-02-28", "2027-03-01"),
    ("2027-08-31", "2028-02-29", "2028-02-29"),
    ("2024-04-01", "2024-10-01", "2024-10-08"),
    ("2026-06-15", "2026-12-15", "2026-12-15"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.rule("B19", "B20")
@pytest.mark.parametrize(("end", "opens", "timely"), WINDOWS)
def test_the_window_before_the_end(end: str, opens: str, timely: str) -> None:
    window = filing_window(day(end), SEEDED)
    assert (window.opens, window.end, window.last_timely_day) == (day(opens), day(end), day(timely))
    assert last_timely_day(day(end), SEEDED) == day(timely)
    assert "第十九条、第二十条" in window.why


@pytest.mark.rule("B20")
@pytest.mark.parametrize(("end", "months", "new"), EXTENDED)
def test_an_extension_counts_on_from_the_end(end: str, months: int, new: str) -> None:
    assert extended_end(day(end), months) == day(new)


@pytest.mark.rule("B21")
@pytest.mark.parametrize(("opinion", "end", "timely"), RECTIFIED)
def test_six_months_from_the_day_of_the_opinion(opinion: str, end: str, timely: str) -> None:
    found = rectification_end(day(opinion), SEEDED)
    assert (found.end, found.last_timely_day) == (day(end), day(timely))


@pytest.mark.rule("B20")
def test_a_year_is_kept_and_more_wants_a_reason() -> None:
    assert EXTENSION.refusal(Period(12, "m")) == ""
    assert "一般不超过1年" in EXTENSION.refusal(Period(13, "m"), " ")
    assert EXTENSION.refusal(Period(13, "m"), "中试平台尚未验收。") == ""


@pytest.mark.rule("B19", "B20")
@given(ends, calendars)
@example(date(2024, 2, 29), SEEDED)
@example(date(2025, 5, 31), SEEDED)
def test_every_window_opens_three_months_before_and_never_moves(end: date, calendar: Calendar) -> None:
    window = filing_window(end, calendar)
    back = end.year * 12 + end.month - 1 - 3
    year, month = back // 12, back % 12 + 1
    assert window.opens == date(year, month, min(end.day, monthrange(year, month)[1]))
    assert window.opens == filing_window(end, WEEKENDS).opens
    assert window.end == end <= window.last_timely_day
    assert calendar.is_workday(window.last_timely_day)
    assert all(not calendar.is_workday(end + timedelta(n)) for n in range((window.last_timely_day - end).days))


@pytest.mark.rule("B20")
@given(ends, calendars)
@example(date(2025, 5, 31), SEEDED)
def test_the_window_is_open_from_its_first_to_its_last_second(end: date, calendar: Calendar) -> None:
    window, second = filing_window(end, calendar), timedelta(seconds=1)
    first, over = start_instant(window.opens), end_instant(window.last_timely_day)
    assert window.contains(first)
    assert not window.contains(first - second)
    assert window.contains(over - second)
    assert not window.contains(over)
    assert build_end_due(end, calendar).due_at == over


@pytest.mark.rule("B20")
@given(ends, st.integers(1, 36))
@example(date(2028, 2, 29), 12)
@example(date(2026, 8, 31), 6)
def test_an_extended_end_is_that_day_of_its_month_or_the_last(end: date, months: int) -> None:
    new = extended_end(end, months)
    ahead = end.year * 12 + end.month - 1 + months
    assert (new.year, new.month) == (ahead // 12, ahead % 12 + 1)
    assert new.day == min(end.day, monthrange(new.year, new.month)[1])
    assert filing_window(new, WEEKENDS).opens > filing_window(end, WEEKENDS).opens


@pytest.mark.rule("B16", "B20")
@given(st.dates(date(2015, 1, 1), date(2080, 12, 31)), st.integers(1, 10), st.integers(1, 12))
def test_build_and_extension_are_counted_one_after_the_other(starts: date, years: int, months: int) -> None:
    end = build_end(starts, years)
    assert (end.year, end.month) == (starts.year + years, starts.month)
    assert end < extended_end(end, months) <= build_end(end, 1)


@pytest.mark.rule("B21")
@given(ends, calendars)
def test_rectification_shows_its_end_unmoved_and_takes_the_next_working_day(opinion: date, calendar: Calendar) -> None:
    found = rectification_end(opinion, calendar)
    ahead = opinion.year * 12 + opinion.month - 1 + 6
    assert (found.end.year, found.end.month) == (ahead // 12, ahead % 12 + 1)
    assert found.end == found.unmoved <= found.last_timely_day
    assert calendar.is_workday(found.last_timely_day)


@pytest.mark.rule("B20")
@given(ends, st.integers(-200, 200), calendars)
def test_after_a_refusal_nothing_ends_before_that_day_is_over(end: date, later: int, calendar: Calendar) -> None:
    again = datetime(end.year, end.month, end.day, 15, tzinfo=BEIJING) + timedelta(days=later)
    due = reopened_end_due(end, again, None, calendar)
    assert due.due_at == max(build_end_due(end, calendar).due_at, end_instant(again.date()))
