"""The days that the measures count for a base: reports, middle, ends, months before them, 整改 (办法17至21, 29).

Pure functions on dates; what counts as timely on a day of rest is the house's own rule, see ``procedure.reckoning``.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from procedure.reckoning import (
    FilingWindow,
    Period,
    Reckoned,
    beijing_day,
    chinese_date,
    corresponding_day,
    end_instant,
    filing,
    fixed,
    reckon,
    window_before,
)
from procedure.rulebook import Bound, Limit
from procedure.steps import Fixed
from procedure.workdays import Calendar

# 办法19, 20: 建设期届满前 3个月内
BEFORE_THE_END: Final = Period(-3, "m")
# 办法20: 延期一般不超过 1年
EXTENSION: Final = Limit(Period(1, "y"), False, "办法20", Bound.AT_MOST, "一般不超过1年")
# 办法32: 评估周期为 3—5年, in months; where SAC has set none it is late only after the longest
CYCLE_SHORTEST, CYCLE_LONGEST = 36, 60
# 办法33: 给予 1年时间整改
REMEDIATION: Final = Period(1, "y")
# 办法21: 在 6个月内完成整改
RECTIFICATION: Final = Period(6, "m")
# How long after the middle of the build a mid-term review is not late yet, and how long before it is no mid-term one.
MIDTERM_GRACE: Final = Period(3, "m")
# 办法17: 每年; a base approved after 1 October has not enough of its first year to report of.
_YEAR_ENDS: Final = (12, 31)
_LAST_TO_REPORT: Final = (10, 1)


def build_end(starts: date, years: int) -> date:
    """The corresponding day so many years on, or the last of its month (民法典202)."""
    return corresponding_day(starts, Period(years, "y"))


def filing_window(end: date, calendar: Calendar | None = None) -> FilingWindow:
    """When self-check, acceptance and extension are asked for; on a day of rest the next working day is timely."""
    return window_before(end, BEFORE_THE_END, article="办法19、办法20", end_fact="建设期届满日", calendar=calendar)


def last_timely_day(end: date, calendar: Calendar | None = None) -> date:
    return filing_window(end, calendar).last_timely_day


def build_end_due(end: date, calendar: Calendar | None = None) -> Fixed:
    """The date that asks for acceptance or extension: with its reasons, over when nothing is timely any more."""
    window = filing_window(end, calendar)
    return Fixed(end_instant(window.last_timely_day), window.why)


def reopened_end_due(
    end: date, again: datetime, opened_until: date | None = None, calendar: Calendar | None = None
) -> Fixed:
    """The same after a request that stopped the clock came to nothing."""
    return not_before_the_day(build_end_due(end, calendar), again, opened_until)


def not_before_the_day(due: Fixed, again: datetime, opened_until: date | None) -> Fixed:
    """A date that runs again ends at the earliest with the day on which it does, or the one that SAC had set."""
    latest = max(filter(None, (beijing_day(again), opened_until)))
    if due.due_at >= end_instant(latest):
        return due
    said = f"按时提出的申请没有结果，自{chinese_date(latest)}24时起不再停止计算。"
    return Fixed(end_instant(latest), f"{due.why}\n{said}")


def extended_end(end: date, months: int) -> date:
    """Counted on from the end, the original or no other: the corresponding day, or the last of its month."""
    return corresponding_day(end, Period(months, "m"))


def rectification_end(opinion: date, calendar: Calendar | None = None) -> Reckoned:
    """Within six months of the day of the opinion 整改 is done and acceptance asked for again."""
    return filing(opinion, RECTIFICATION, article="办法21", start_fact="验收意见日", calendar=calendar)


def next_evaluation(start: date, months: int, *, first: bool, calendar: Calendar | None = None) -> Reckoned:
    """The next 定期评估, counted from the establishment or from the last result; SAC's own date never moves."""
    fact = "批准成立日" if first else "上次评估结果日"
    return reckon(start, Period(months, "m"), article="办法32", start_fact=fact, calendar=calendar)


def remediation_end(result: date, calendar: Calendar | None = None) -> Reckoned:
    """给予 1年时间整改, from the day of the result."""
    return filing(result, REMEDIATION, article="办法33", start_fact="评估结果日", calendar=calendar)


def midpoint(starts: date, ends: date) -> date:
    """The day in the middle: after half of the months where the build is counted in months, else of the days."""
    months = (ends.year - starts.year) * 12 + ends.month - starts.month
    if months > 0 and months % 2 == 0 and corresponding_day(starts, Period(months, "m")) == ends:
        return corresponding_day(starts, Period(months // 2, "m"))
    return starts + timedelta(days=(ends - starts).days // 2)


def midterm_latest(starts: date, ends: date) -> date:
    """The last day on which a mid-term review is not late: three months after the middle."""
    return corresponding_day(midpoint(starts, ends), MIDTERM_GRACE)


def midterm_opens(starts: date, ends: date) -> date:
    """The first day on which it may be filed: as long before the middle as it may come after it."""
    return corresponding_day(midpoint(starts, ends), MIDTERM_GRACE.back())


def construction_plan_due(received: date, period: Period, calendar: Calendar | None = None) -> Reckoned:
    """Three months from the receipt of the approval, or what the call says."""
    return filing(received, period, article="指南三（六）", start_fact="收到批准文件之日", calendar=calendar)


def report_years(approved: date, ends: date) -> list[int]:
    """The years of which a report falls due: whose 31 December lies in the build, the first if it is long enough."""
    first = approved.year if (approved.month, approved.day) <= _LAST_TO_REPORT else approved.year + 1
    return [year for year in range(first, ends.year + 1) if report_due(year) <= ends]


def report_due(year: int) -> date:
    return date(year, *_YEAR_ENDS)


def further_years(approved: date, ends: date, there: Iterable[int]) -> list[int]:
    """The years that a later end opens beside those that have their date already."""
    known = set(there)
    return [year for year in report_years(approved, ends) if year not in known]


def first_summary_year(established: str, opened: date) -> int:
    """The first year whose summary a base owes: of its establishment, or of the day on which it came to the portal.

    One established after 1 October has been looked into from end to end that very year, as one that is approved then
    reports of no build year (办法17); its first summary is the next year's.
    """
    day = date.fromisoformat(established) if len(established) == 10 else opened
    owed = day.year if (day.month, day.day) <= _LAST_TO_REPORT else day.year + 1
    return max(owed, opened.year)


def summary_end(year: int) -> Reckoned:
    """办法29: 每年12月底前; it never moves."""
    return fixed(date(year, 12, 31), article="办法29", fact=f"{year}年度工作总结和下一年度工作计划的报送截止日")
