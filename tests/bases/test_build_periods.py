"""The dates of a build: years of reports, the middle, three months from the receipt, over month ends and leap days."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bases import periods
from procedure import workdays
from procedure.reckoning import Period, corresponding_day
from procedure.workdays import Calendar

DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2060, 12, 31))
THREE_MONTHS = Period(3, "m")
SEEDED = Calendar.of(workdays.rows_from_chinesecalendar(workdays.covered_years()))


@pytest.mark.rule("B18")
@given(starts=DAYS, years=st.integers(1, 5))
@example(starts=date(2024, 2, 29), years=1)
@example(starts=date(2026, 8, 31), years=3)
def test_the_middle_of_whole_years_is_half_their_months_on(starts: date, years: int) -> None:
    ends = corresponding_day(starts, Period(years, "y"))
    middle = periods.midpoint(starts, ends)
    half = corresponding_day(starts, Period(years * 6, "m"))
    days = starts + timedelta(days=(ends - starts).days // 2)
    # A leap day has no corresponding day in other years: then the build is counted in days.
    assert middle in (half, days)
    assert abs((middle - days).days) <= 2


@pytest.mark.rule("B18")
@given(starts=DAYS, length=st.integers(2, 3000))
def test_the_middle_lies_in_the_build_and_its_grace_on_both_sides(starts: date, length: int) -> None:
    ends = starts + timedelta(days=length)
    middle = periods.midpoint(starts, ends)
    assert starts < middle < ends
    assert periods.midterm_opens(starts, ends) < middle < periods.midterm_latest(starts, ends)
    assert periods.midterm_latest(starts, ends) == corresponding_day(middle, THREE_MONTHS)


@pytest.mark.rule("Z36")
@given(received=DAYS)
@example(received=date(2026, 11, 30))
@example(received=date(2027, 11, 30))
@example(received=date(2027, 11, 29))
def test_the_plan_is_due_three_months_from_the_receipt(received: date) -> None:
    due = periods.construction_plan_due(received, THREE_MONTHS, SEEDED)
    year, month = divmod(received.year * 12 + received.month - 1 + 3, 12)
    last = monthrange(year, month + 1)[1]
    assert due.end == date(year, month + 1, min(received.day, last))
    # Filing on the next working day is in time; never more than a long holiday later.
    assert timedelta(0) <= due.last_timely_day - due.end <= timedelta(days=12)


@pytest.mark.rule("B17")
@given(approved=DAYS, years=st.integers(1, 5))
@example(approved=date(2026, 10, 1), years=3)
@example(approved=date(2026, 10, 2), years=3)
@example(approved=date(2026, 12, 31), years=1)
def test_a_report_for_each_year_whose_end_lies_in_the_build(approved: date, years: int) -> None:
    ends = corresponding_day(approved, Period(years, "y"))
    found = periods.report_years(approved, ends)
    assert found == sorted(set(found))
    assert (approved.year in found) == (approved <= date(approved.year, 10, 1) and date(approved.year, 12, 31) <= ends)
    assert all(date(year, 12, 31) <= ends for year in found)
    wanted = {year for year in range(approved.year + 1, ends.year + 1) if date(year, 12, 31) <= ends}
    assert set(found) - {approved.year} == wanted


@pytest.mark.rule("B17")
@given(approved=DAYS, years=st.integers(1, 4), months=st.integers(1, 24))
def test_a_later_end_opens_the_further_years_and_touches_none_that_is_there(
    approved: date, years: int, months: int
) -> None:
    ends = corresponding_day(approved, Period(years, "y"))
    later, there = periods.extended_end(ends, months), periods.report_years(approved, ends)
    further = periods.further_years(approved, later, there)
    assert sorted([*there, *further]) == periods.report_years(approved, later)
    assert not set(there) & set(further)
    assert periods.further_years(approved, ends, there) == []
