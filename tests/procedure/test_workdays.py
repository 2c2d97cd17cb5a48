"""The working days: the table where it knows the year, weekends where it does not."""

from datetime import date

import pytest

from procedure import workdays
from procedure.workdays import WEEKENDS, Calendar

SEEDED = Calendar.of(workdays.rows_from_chinesecalendar(workdays.covered_years()))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2020, 1, 27), False),  # Monday, Spring Festival
        (date(2020, 2, 3), True),  # the first Monday after the festival, lengthened that year
        (date(2024, 2, 4), True),  # Sunday, made up for Spring Festival
        (date(2024, 2, 18), True),  # Sunday, made up
        (date(2024, 2, 17), False),  # Saturday, the festival's last day
        (date(2024, 2, 9), True),  # Friday, New Year's Eve, worked in 2024 by the State Council's notice
        (date(2020, 9, 5), False),  # an ordinary Saturday
        (date(2024, 10, 1), False),  # Tuesday, National Day
        (date(2024, 10, 8), True),  # Tuesday after it
    ],
)
def test_the_seeded_table_knows_the_arrangements(day, worked):
    assert SEEDED.is_workday(day) is worked


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2020, 1, 27), date(2020, 2, 3)),
        (date(2020, 9, 5), date(2020, 9, 7)),
        (date(2024, 2, 17), date(2024, 2, 18)),  # on to a working Sunday
        (date(2024, 2, 4), date(2024, 2, 4)),  # a working Sunday stays
        (date(2022, 12, 31), date(2023, 1, 3)),  # across the year's end
        (date(2024, 5, 31), date(2024, 5, 31)),
    ],
)
def test_the_next_working_day(day, following):
    assert SEEDED.next_workday(day) == following


def test_a_year_without_data_has_weekends_and_says_so():
    national_day, saturday = date(2031, 10, 1), date(2031, 10, 4)
    assert SEEDED.is_workday(national_day) is True
    assert SEEDED.next_workday(saturday) == date(2031, 10, 6)
    assert SEEDED.knows(national_day) is False
    assert SEEDED.knows(date(2024, 10, 1)) is True
    assert SEEDED.knows(date(2024, 10, 1), national_day) is False
    assert WEEKENDS.knows(date(2024, 10, 1)) is False


def test_the_last_days_of_december_do_not_make_their_year_known():
    calendar = Calendar.of([(date(2030, 12, 31), False, "元旦"), (date(2031, 1, 1), False, "元旦")])
    assert calendar.years == frozenset({2031})
    assert calendar.is_workday(date(2030, 12, 31)) is False


def test_rows_hold_only_what_differs_from_monday_to_friday():
    rows = workdays.rows_from_chinesecalendar([2024])
    assert [row for row in rows if row[1] is (row[0].weekday() < 5)] == []
    assert {row[0].year for row in rows} == {2024}
    assert (date(2024, 2, 12), False, "春节") in rows
    assert (date(2024, 2, 18), True, "春节调休上班") in rows
    assert (date(2024, 2, 10), False, "春节") not in rows  # a Saturday is at rest without a row
    assert rows == sorted(rows)


def test_rows_carry_chinese_names_only():
    rows = workdays.rows_from_chinesecalendar(workdays.covered_years())
    assert [name for _, _, name in rows if not name or name.isascii()] == []


def test_rows_beyond_the_data_are_none_and_nothing_raises():
    assert workdays.rows_from_chinesecalendar([1999, 2031]) == []
    assert workdays.rows_from_chinesecalendar([]) == []
    assert 2026 in workdays.covered_years()
    assert 2031 not in workdays.covered_years()


@pytest.mark.django_db
def test_the_table_is_read_anew_each_time_in_one_query(django_assert_num_queries):
    from procedure.models import Holiday

    Holiday.objects.all().delete()
    with django_assert_num_queries(1):
        before = workdays.load(2031, 2032)
    Holiday.objects.create(date=date(2031, 10, 1), working=False, name="国庆节")
    Holiday.objects.create(date=date(2032, 12, 31), working=False, name="元旦")
    Holiday.objects.create(date=date(2033, 1, 3), working=False, name="元旦")
    after = workdays.load(2031, 2032)
    assert before == Calendar()
    assert after.exceptions == {date(2031, 10, 1): (False, "国庆节"), date(2032, 12, 31): (False, "元旦")}
    assert after.years == frozenset({2031})


@pytest.mark.django_db
def test_a_row_of_the_table_overrides_the_weekday_both_ways():
    from procedure.models import Holiday

    Holiday.objects.all().delete()
    Holiday.objects.create(date=date(2031, 10, 1), working=False, name="国庆节")
    Holiday.objects.create(date=date(2031, 10, 11), working=True, name="国庆节调休上班")
    calendar = workdays.load(2031)
    assert calendar.is_workday(date(2031, 10, 1)) is False
    assert calendar.is_workday(date(2031, 10, 11)) is True
    assert calendar.name(date(2031, 10, 11)) == "国庆节调休上班"
    assert calendar.name(date(2031, 10, 12)) == ""
