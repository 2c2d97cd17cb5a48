"""定期评估: cycles of three to five years and the year of 整改, over month ends and leap days (办法32, 33)."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bases.periods import CYCLE_LONGEST, CYCLE_SHORTEST, next_evaluation, remediation_end
from procedure.workdays import Calendar

DAYS = st.dates(date(2018, 1, 1), date(2045, 12, 31))
MONTHS = st.integers(CYCLE_SHORTEST, CYCLE_LONGEST)
EMPTY = Calendar({}, frozenset())


@pytest.mark.rule("B32")
@settings(max_examples=300, deadline=None)
@given(DAYS, MONTHS)
def test_a_cycle_ends_on_the_corresponding_day_or_the_last_of_its_month(start: date, months: int) -> None:
    end = next_evaluation(start, months, first=True, calendar=EMPTY).end
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


@pytest.mark.rule("B32")
@settings(max_examples=200, deadline=None)
@given(DAYS, MONTHS, MONTHS)
def test_a_longer_cycle_never_ends_sooner_and_the_next_runs_from_the_last_result(
    start: date, one: int, other: int
) -> None:
    shorter, longer = sorted((one, other))
    first = next_evaluation(start, shorter, first=True, calendar=EMPTY)
    assert first.end <= next_evaluation(start, longer, first=True, calendar=EMPTY).end
    following = next_evaluation(first.end, shorter, first=False, calendar=EMPTY)
    assert following.start == first.end
    assert following.end > first.end
    assert "上次评估结果日" in following.why


@pytest.mark.rule("B33")
@settings(max_examples=300, deadline=None)
@given(DAYS)
def test_the_year_of_remediation_is_a_whole_year_and_no_day_less(result: date) -> None:
    found = remediation_end(result, EMPTY)
    assert (found.end.year, found.end.month) == (result.year + 1, result.month)
    assert found.end.day == min(result.day, monthrange(result.year + 1, result.month)[1])
    # The shown end stays; on a day of rest the next working day is still timely.
    assert found.last_timely_day >= found.end
    assert (found.end - result).days >= 365


@pytest.mark.rule("B32", "B33")
@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 8, 31), 42, date(2027, 2, 28)),
        (date(2023, 12, 31), 60, date(2028, 12, 31)),
    ],
)
def test_month_ends_and_leap_days(start: date, months: int, end: date) -> None:
    assert next_evaluation(start, months, first=True, calendar=EMPTY).end == end
