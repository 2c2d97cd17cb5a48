"""The days counted by 民法典 200 to 204, against a table typed by hand and against what must always hold."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from procedure import workdays
from procedure.articles import NONE
from procedure.reckoning import (
    MONTH,
    UNKNOWN_YEAR,
    Period,
    PeriodError,
    Treatment,
    beijing_day,
    chinese_date,
    corresponding_day,
    earliest_close,
    end_instant,
    filing,
    fixed,
    judge_publicity_end,
    publicity,
    reckon,
    start_instant,
    window_before,
)
from procedure.workdays import WEEKENDS, Calendar

SEEDED = Calendar.of(workdays.rows_from_chinesecalendar(workdays.covered_years()))
BEIJING = timezone(timedelta(hours=8))

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
months = st.integers(1, 120).map(lambda count: Period(count, "m"))
years = st.integers(1, 10).map(lambda count: Period(count, "y"))
short_days = st.integers(1, 400).map(lambda count: Period(count, "d"))
periods = st.one_of(months, years, short_days)


GOLDEN = [
    ("2024-01-28", "+1m", "2024-02-28"),
    ("2024-01-29", "+1m", "2024-02-29"),
    ("2024-01-30", "+1m", "2024-02-29"),
    ("2024-01-31", "+1m", "2024-02-29"),
    ("2023-01-28", "+1m", "2023-02-28"),
    ("2023-01-29", "+1m", "2023-02-28"),
    ("2023-01-31", "+1m", "2023-02-28"),
    ("2024-02-29", "+1m", "2024-03-29"),
    ("2024-02-29", "+1y", "2025-02-28"),
    ("2024-02-29", "+4y", "2028-02-29"),
    ("2023-02-28", "+1y", "2024-02-28"),
    ("2024-03-31", "+1m", "2024-04-30"),
    ("2024-12-31", "+2m", "2025-02-28"),
    ("2023-12-31", "+2m", "2024-02-29"),
    ("2024-12-15", "+1m", "2025-01-15"),
    ("2019-12-27", "+1m", "2020-01-27"),
    ("2020-08-05", "+1m", "2020-09-05"),
    ("2023-12-01", "+3y", "2026-12-01"),
    ("2024-08-31", "+6m", "2025-02-28"),
    ("2024-01-31", "1m", "2024-02-29"),
    ("2021-06-30", "+36m", "2024-06-30"),
    ("2024-02-19", "+10d", "2024-02-29"),
    ("2024-12-31", "+1d", "2025-01-01"),
    ("2024-05-31", "-3m", "2024-02-29"),
    ("2023-05-31", "-3m", "2023-02-28"),
    ("2024-05-30", "-3m", "2024-02-29"),
    ("2024-05-29", "-3m", "2024-02-29"),
    ("2024-05-28", "-3m", "2024-02-28"),
    ("2024-03-31", "-1m", "2024-02-29"),
    ("2024-01-15", "-3m", "2023-10-15"),
    ("2024-02-29", "-1y", "2023-02-28"),
    ("2026-12-01", "-3m", "2026-09-01"),
    ("2024-03-01", "-1d", "2024-02-29"),
]


@pytest.mark.parametrize(
    "text", ["", "m", "1", "0m", "+0d", "-0y", "1w", "1.5m", "1 m", "一个月", "--1m", "12345d", "1M"]
)
def test_a_period_written_otherwise_is_refused(text):
    with pytest.raises(PeriodError, match="期间"):
        Period.parse(text)


@pytest.mark.parametrize(("start", "text"), [("2999-12-31", "+1d"), ("2024-01-01", "+976y"), ("1900-01-31", "-1m")])
def test_what_leaves_the_years_that_can_be_counted_is_refused(start, text):
    with pytest.raises(PeriodError, match="超出可推算的年份"):
        corresponding_day(date.fromisoformat(start), Period.parse(text))


@pytest.mark.parametrize("start", [date(9999, 12, 31), date.min])
def test_a_start_outside_the_years_is_refused(start):
    with pytest.raises(PeriodError, match="超出可推算的年份"):
        corresponding_day(start, Period(1, "d"))


@pytest.mark.parametrize(
    ("text", "period", "words"),
    [
        ("+1m", Period(1, "m"), "1个月"),
        ("-3m", Period(-3, "m"), "3个月"),
        ("1y", Period(1, "y"), "1年"),
        ("+36m", Period(36, "m"), "36个月"),
        (" +10d ", Period(10, "d"), "10日"),
        ("−3m", Period(-3, "m"), "3个月"),
        ("＋1m", Period(1, "m"), "1个月"),
    ],
)
def test_a_period_is_read(text, period, words):
    assert Period.parse(text) == period
    assert period.words == words


@given(periods)
def test_a_period_reads_what_it_writes(period):
    assert Period.parse(str(period)) == period
    assert Period.parse(str(period.back())) == period.back()


def test_days_are_no_months():
    assert Period(3, "y").months == 36
    assert Period(-1, "m").months == -1
    with pytest.raises(PeriodError, match="不能折算为月"):
        _ = Period(30, "d").months


@pytest.mark.parametrize(("start", "text", "end"), GOLDEN)
def test_the_table_typed_by_hand(start, text, end):
    assert corresponding_day(date.fromisoformat(start), Period.parse(text)) == date.fromisoformat(end)


@given(days, months)
@example(date(2024, 1, 31), Period(1, "m"))
@example(date(2024, 2, 29), Period(12, "m"))
def test_forward_is_the_corresponding_day_or_the_months_last(start, period):
    end = corresponding_day(start, period)
    last = monthrange(end.year, end.month)[1]
    assert (end.year - start.year) * 12 + end.month - start.month == period.count
    assert end.day == min(start.day, last)


@given(days, years)
@example(date(2024, 2, 29), Period(1, "y"))
def test_years_are_twelve_months(start, period):
    assert corresponding_day(start, period) == corresponding_day(start, Period(period.count * 12, "m"))


@given(days, st.integers(1, 400))
def test_days_count_from_the_day_after_the_first(start, count):
    assert (corresponding_day(start, Period(count, "d")) - start).days == count


@given(days, periods)
def test_counting_back_never_opens_later_than_the_start(start, period):
    end = corresponding_day(start, period)
    opened = corresponding_day(end, period.back())
    assert opened <= start
    assert start - opened <= timedelta(days=3)
    if start.day <= 28 or period.unit == "d":
        assert opened == start


@given(days, st.integers(0, 60), periods)
def test_a_later_start_never_ends_earlier(start, later, period):
    other = start + timedelta(days=later)
    assert corresponding_day(start, period) <= corresponding_day(other, period)
    assert corresponding_day(start, period.back()) <= corresponding_day(other, period.back())


@given(days, months)
def test_a_longer_period_never_ends_earlier(start, period):
    assert corresponding_day(start, period) < corresponding_day(start, Period(period.count + 1, "m"))


@pytest.mark.rule("B15")
@pytest.mark.parametrize("published", [date(2024, 1, 29), date(2024, 1, 30), date(2024, 1, 31)])
def test_publicity_ends_at_the_earliest_with_the_29th_of_february(published):
    reckoned = publicity(published, calendar=SEEDED)
    assert (reckoned.end, reckoned.unmoved, reckoned.moved_because) == (date(2024, 2, 29), date(2024, 2, 29), "")
    assert reckoned.due_at == datetime(2024, 3, 1, tzinfo=BEIJING)
    assert earliest_close(published) == datetime(2024, 3, 1, tzinfo=BEIJING)


@pytest.mark.rule("B15")
@pytest.mark.parametrize(
    ("published", "chosen"),
    [
        (date(2024, 1, 31), date(2024, 2, 28)),
        (date(2024, 1, 30), date(2024, 2, 28)),
        (date(2019, 12, 27), date(2020, 1, 26)),
        (date(2024, 3, 15), date(2024, 4, 14)),  # 30 days are no month
    ],
)
def test_nobody_ends_publicity_below_the_month(published, chosen):
    judgement = judge_publicity_end(published, chosen, calendar=SEEDED)
    earliest = corresponding_day(published, MONTH)
    assert judgement.warning == ""
    assert judgement.refusal == (
        f"公示时间不少于1个月（《国家技术标准创新基地管理办法（公开征求意见稿）》第十五条）：{chinese_date(published)}发布的，"
        f"最早于{chinese_date(earliest)}24时截止，不得缩短。"
    )


@pytest.mark.rule("B15")
@given(days, months)
def test_the_proposed_end_is_never_refused_nor_warned_of(published, minimum):
    reckoned = publicity(published, minimum, calendar=SEEDED)
    assert reckoned.end >= reckoned.unmoved == corresponding_day(published, minimum)
    assert SEEDED.is_workday(reckoned.end)
    assert reckoned.due_at >= earliest_close(published, minimum)
    judgement = judge_publicity_end(published, reckoned.end, minimum, calendar=SEEDED)
    assert (judgement.refusal, judgement.warning) == ("", "")
    assert judge_publicity_end(published, reckoned.unmoved - timedelta(days=1), minimum, calendar=SEEDED).refusal


@pytest.mark.parametrize(
    ("published", "unmoved", "proposed", "because"),
    [
        (date(2019, 12, 27), date(2020, 1, 27), date(2020, 2, 3), "春节"),
        (date(2020, 8, 5), date(2020, 9, 5), date(2020, 9, 7), "周末"),
    ],
)
def test_a_holiday_moves_the_proposal_and_an_unmoved_end_is_allowed_with_a_warning(
    published, unmoved, proposed, because
):
    reckoned = publicity(published, calendar=SEEDED)
    assert (reckoned.unmoved, reckoned.end, reckoned.moved_because) == (unmoved, proposed, because)
    assert reckoned.last_timely_day == proposed
    judgement = judge_publicity_end(published, unmoved, calendar=SEEDED)
    assert judgement.refusal == ""
    assert f"（{because}），建议将公示截止日顺延至下一工作日{chinese_date(proposed)}。" in judgement.warning


def test_a_lengthened_end_on_a_working_day_is_the_officers_choice():
    judgement = judge_publicity_end(date(2024, 1, 31), date(2024, 3, 29), calendar=SEEDED)
    assert (judgement.refusal, judgement.warning) == ("", "")


@pytest.mark.parametrize("published", [date(2024, 1, 4), date(2024, 1, 18)])
def test_a_working_weekend_is_a_working_day(published):
    reckoned = publicity(published, calendar=SEEDED)
    assert reckoned.end == reckoned.unmoved == corresponding_day(published, MONTH)
    assert reckoned.end.weekday() == 6
    assert "（星期日）为工作日（春节调休上班），不顺延" in reckoned.why


def test_a_filing_period_shows_its_end_and_takes_the_next_working_day():
    reckoned = filing(date(2020, 8, 5), MONTH, article="办法21", calendar=SEEDED)
    assert (reckoned.end, reckoned.unmoved) == (date(2020, 9, 5), date(2020, 9, 5))
    assert reckoned.last_timely_day == date(2020, 9, 7)
    assert reckoned.due_at == datetime(2020, 9, 8, tzinfo=BEIJING)
    assert "公布的截止日不变，在下一工作日2020年9月7日24时前报送仍为按时" in reckoned.why


@given(days, periods)
def test_a_filing_period_is_never_shorter_than_counted(start, period):
    reckoned = filing(start, period, article="办法21", calendar=SEEDED)
    assert reckoned.end == reckoned.unmoved <= reckoned.last_timely_day
    assert SEEDED.is_workday(reckoned.last_timely_day)


@pytest.mark.rule("Z43")
@pytest.mark.parametrize("day", [date(2022, 7, 30), date(2023, 7, 30), date(2022, 12, 31)])
def test_a_fixed_date_on_a_weekend_does_not_move(day):
    reckoned = fixed(day, article="指南四.3", fact="受理截止日")
    assert not SEEDED.is_workday(day)
    assert (reckoned.end, reckoned.unmoved, reckoned.last_timely_day) == (day, day, day)
    assert reckoned.period is None
    assert reckoned.due_at == end_instant(day)
    assert "不因节假日顺延" in reckoned.why


def test_the_treatment_fixed_does_not_move_a_counted_day():
    reckoned = reckon(date(2020, 8, 5), MONTH, treatment=Treatment.FIXED)
    assert (reckoned.end, reckoned.last_timely_day) == (date(2020, 9, 5), date(2020, 9, 5))


def test_without_a_treatment_a_day_of_rest_is_only_mentioned():
    reckoned = reckon(date(2020, 8, 5), MONTH, calendar=SEEDED)
    assert (reckoned.end, reckoned.last_timely_day, reckoned.moved_because) == (date(2020, 9, 5), date(2020, 9, 5), "")
    assert reckoned.steps[-1] == "2020年9月5日（星期六）为休息日（周末）；本期间未按节假日顺延。"


def test_a_year_without_data_uses_weekends_and_says_so():
    reckoned = publicity(date(2031, 1, 1), calendar=SEEDED)
    assert (reckoned.unmoved, reckoned.end) == (date(2031, 2, 1), date(2031, 2, 3))
    assert reckoned.calendar_known is False
    assert reckoned.steps[-1] == f"2031年：{UNKNOWN_YEAR}。"
    assert UNKNOWN_YEAR == "该年节假日安排尚未录入，按周末推算"


def test_only_the_unknown_one_of_two_years_is_named():
    known_2030 = Calendar.of([(date(2030, 12, 31), False, "元旦"), (date(2030, 10, 1), False, "国庆节")])
    reckoned = publicity(date(2030, 11, 30), Period(31, "d"), calendar=known_2030)
    assert (reckoned.unmoved, reckoned.end) == (date(2030, 12, 31), date(2031, 1, 1))
    assert reckoned.steps[-1] == f"2031年：{UNKNOWN_YEAR}。"


def test_a_known_year_makes_no_reservation():
    reckoned = publicity(date(2024, 1, 31), calendar=SEEDED)
    assert reckoned.calendar_known is True
    assert UNKNOWN_YEAR not in reckoned.why


def test_the_window_before_an_end_is_counted_back_and_its_opening_never_moves():
    end = date(2024, 5, 31)
    window = window_before(end, Period(3, "m"), article="办法19、办法20", end_fact="建设期届满日", calendar=SEEDED)
    assert (window.opens, window.end, window.last_timely_day) == (date(2024, 2, 29), end, end)
    assert window.contains(datetime(2024, 2, 28, 23, 59, 59, tzinfo=BEIJING)) is False
    assert window.contains(datetime(2024, 2, 29, tzinfo=BEIJING)) is True
    assert window.contains(datetime(2024, 5, 31, 23, 59, 59, tzinfo=BEIJING)) is True
    assert window.contains(datetime(2024, 6, 1, tzinfo=BEIJING)) is False
    assert "起始日不因节假日变动" in window.why


def test_a_window_opens_on_a_holiday_and_closes_after_one():
    weekend = window_before(date(2020, 9, 5), Period(3, "m"), article="办法20", calendar=SEEDED)
    assert (weekend.opens, weekend.end, weekend.last_timely_day) == (
        date(2020, 6, 5),
        date(2020, 9, 5),
        date(2020, 9, 7),
    )
    assert weekend.contains(datetime(2020, 9, 7, 23, 59, 59, tzinfo=BEIJING)) is True
    assert weekend.contains(datetime(2020, 9, 8, tzinfo=BEIJING)) is False
    spring = window_before(date(2020, 4, 25), Period(3, "m"), article="办法20", calendar=SEEDED)
    assert spring.opens == date(2020, 1, 25)  # Spring Festival, and open all the same
    unknown = window_before(date(2031, 9, 6), Period(3, "m"), article="办法20", calendar=SEEDED)
    assert unknown.calendar_known is False
    assert unknown.last_timely_day == date(2031, 9, 8)


def test_a_window_counts_back_whatever_sign_its_period_has():
    forward = window_before(date(2024, 5, 31), Period(3, "m"), article="办法20", calendar=WEEKENDS)
    back = window_before(date(2024, 5, 31), Period(-3, "m"), article="办法20", calendar=WEEKENDS)
    assert forward == back


def test_the_reason_of_a_publicity_end_is_complete():
    assert publicity(date(2024, 1, 31), calendar=SEEDED).steps == (
        "公示发布日为2024年1月31日，当日不计入，自次日起算。",
        (
            "期间为1个月，依据：《国家技术标准创新基地管理办法（公开征求意见稿）》第十五条。"
            "计算方法依据：《中华人民共和国民法典》第二百零一条、第二百零二条、第二百零三条。"
        ),
        "到期月2024年2月没有31日，以月末日2024年2月29日为最后一日，至当日24时届满。",
        "2024年2月29日（星期四）为工作日，不顺延；可以延长，不得提前。",
    )


def test_the_reason_of_a_moved_end_names_the_holiday():
    assert publicity(date(2019, 12, 27), calendar=SEEDED).steps[2:] == (
        "到期月的对应日为2020年1月27日，至当日24时届满。",
        "2020年1月27日（星期一）为休息日（春节），公示截止日建议顺延至下一工作日2020年2月3日；可以延长，不得早于2020年1月27日24时。",
    )


def test_the_reason_of_counting_back_says_that_it_is_no_inverse():
    reckoned = reckon(date(2024, 5, 31), Period(-3, "m"), article="办法19", start_fact="建设期届满日")
    assert reckoned.end == date(2024, 2, 29)
    assert reckoned.steps[0] == "建设期届满日为2024年5月31日，当日不计入，自前一日起向前倒推。"
    assert "以月末日2024年2月29日为准，自当日0时起" in reckoned.steps[2]
    assert "自2024年2月29日顺推3个月为2024年5月29日" in reckoned.steps[2]
    plain = reckon(date(2024, 5, 15), Period(-3, "m"))
    assert plain.steps[2] == "倒推所至月的对应日为2024年2月15日，自当日0时起。"


def test_a_date_without_an_article_says_so():
    reckoned = filing(date(2024, 3, 1), Period(10, "d"), article=NONE("管理需要"), calendar=SEEDED)
    assert "期间为10日，依据：无条文：管理需要。" in reckoned.why
    assert "第10日为2024年3月11日，至当日24时届满。" in reckoned.why


def test_a_holidays_name_is_never_read_as_a_template():
    odd = Calendar.of([(date(2031, 2, 3), False, "{later.__class__}"), (date(2031, 3, 3), False, "")])
    assert "（{later.__class__}）" in publicity(date(2031, 1, 3), calendar=odd).why
    assert "为休息日（周末）" not in publicity(date(2031, 1, 3), calendar=odd).why


def test_a_day_ends_with_the_next_ones_beginning_in_beijing():
    assert end_instant(date(2024, 2, 29)) == datetime(2024, 2, 29, 16, 0, tzinfo=UTC)
    assert start_instant(date(2024, 2, 29)) == datetime(2024, 2, 28, 16, 0, tzinfo=UTC)
    assert end_instant(date(2024, 12, 31)) == start_instant(date(2025, 1, 1))


def test_the_day_of_a_moment_is_that_of_beijing():
    assert beijing_day(datetime(2024, 1, 30, 15, 59, 59, tzinfo=UTC)) == date(2024, 1, 30)
    assert beijing_day(datetime(2024, 1, 30, 16, 0, tzinfo=UTC)) == date(2024, 1, 31)
    with pytest.raises(ValueError, match="time zone"):
        beijing_day(datetime(2024, 1, 30, 16, 0))  # noqa: DTZ001 - a moment without a zone is the point


@pytest.mark.django_db
def test_without_a_calendar_given_the_table_is_asked_once(django_assert_num_queries):
    from procedure.models import Holiday

    Holiday.objects.all().delete()
    Holiday.objects.create(date=date(2031, 10, 1), working=False, name="国庆节")
    with django_assert_num_queries(1):
        moved = publicity(date(2031, 9, 1))
    assert (moved.end, moved.moved_because, moved.calendar_known) == (date(2031, 10, 2), "国庆节", True)
    with django_assert_num_queries(1):
        warned = judge_publicity_end(date(2031, 9, 1), date(2031, 10, 1))
    assert warned.warning.startswith("2031年10月1日（星期三）为休息日（国庆节）")
    with django_assert_num_queries(1):
        window = window_before(date(2031, 10, 1), Period(3, "m"), article="办法20")
    assert window.last_timely_day == date(2031, 10, 2)
    with django_assert_num_queries(0):
        fixed(date(2031, 10, 1), article="指南四.3")
        reckon(date(2031, 10, 1), Period(-3, "m"))
