"""Counting time as 民法典 200 to 204 do, and the reason for every date.

The first day is not counted; the end is the corresponding day, or the month's last day if there is none, at 24:00.
Counting back follows the same rule (逆算), so that 3 months before 31 May 2024 is 29 February. At month ends the two
directions do not undo each other: a window is always counted back from the end, never forward from its opening.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Literal, cast

from . import workdays
from .articles import cite
from .clock import BEIJING
from .workdays import Calendar

GENERAL_RULE: Final = "民法典201、民法典202、民法典203"
UNKNOWN_YEAR: Final = "该年节假日安排尚未录入，按周末推算"
YEARS: Final = range(1900, 3000)

Unit = Literal["y", "m", "d"]
_UNIT_NAMES: Final[dict[Unit, str]] = {"y": "年", "m": "个月", "d": "日"}
_WRITTEN = re.compile(r"([+-]?)([0-9]{1,4})([ymd])")
_OUT_OF_RANGE: Final = f"超出可推算的年份（{YEARS.start}年至{YEARS.stop - 1}年）。"
_SIGNS = str.maketrans("＋－−", "+--")


class PeriodError(ValueError):
    """A period that cannot be read or counted; the message is Chinese."""


class Treatment(StrEnum):
    """What a day of rest does to an end."""

    PUBLICITY = "publicity"  # the proposed end moves, the minimum does not
    FILING = "filing"  # the shown end stays, filing on the next working day is timely
    FIXED = "fixed"  # nothing moves


@dataclass(frozen=True)
class Period:
    """So many years, months or days, counted forward or, with a minus, back."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if not self.count:
            raise PeriodError("期间不能为零。")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period written as +1m, -3m, 1y or +10d."""
        match = _WRITTEN.fullmatch(text.strip().translate(_SIGNS))
        if match is None:
            raise PeriodError(f"期间写法不正确：“{text}”。应写作 +1m、-3m、+1y 或 +10d（y 年、m 月、d 日）。")
        sign, count, unit = match.groups()
        return cls(int(f"{sign}{count}"), cast("Unit", unit))

    @property
    def words(self) -> str:
        """3个月, 1年, 10日, without its direction."""
        return f"{abs(self.count)}{_UNIT_NAMES[self.unit]}"

    @property
    def months(self) -> int:
        """How many months it counts; a period of days counts none and says so."""
        if self.unit == "d":
            raise PeriodError("按日计算的期间不能折算为月。")
        return self.count * (12 if self.unit == "y" else 1)

    @property
    def is_back(self) -> bool:
        return self.count < 0

    def back(self) -> "Period":
        """The same length counted back."""
        return Period(-abs(self.count), self.unit)

    def __str__(self) -> str:
        return f"{self.count:+d}{self.unit}"


MONTH: Final = Period(1, "m")


@dataclass(frozen=True)
class Reckoned:
    """A day that was counted, and why it is this one and no other.

    ``end`` is what is shown, ``unmoved`` what the arithmetic gave, ``last_timely_day`` the last on which filing counts.
    """

    end: date
    unmoved: date
    last_timely_day: date
    start: date
    period: Period | None
    article: str
    moved_because: str
    calendar_known: bool
    steps: tuple[str, ...]

    @property
    def why(self) -> str:
        """The answer to 为什么是这一天, a sentence a line."""
        return "\n".join(self.steps)

    @property
    def due_at(self) -> datetime:
        """The first moment that is too late."""
        return end_instant(self.last_timely_day)


@dataclass(frozen=True)
class FilingWindow:
    """The days within which a filing is in time, counted back from an end; the opening day never moves."""

    opens: date
    end: date
    last_timely_day: date
    article: str
    calendar_known: bool
    steps: tuple[str, ...]

    @property
    def why(self) -> str:
        return "\n".join(self.steps)

    def contains(self, instant: datetime) -> bool:
        """Whether a filing at this moment is neither early nor late."""
        return start_instant(self.opens) <= instant < end_instant(self.last_timely_day)


@dataclass(frozen=True)
class Judgement:
    """What is to be said of an end that an officer chose: a refusal, a warning, or neither."""

    refusal: str = ""
    warning: str = ""


def corresponding_day(start: date, period: Period) -> date:
    """The last day of the period that runs from ``start``, or the first of the one that runs back from it."""
    if start.year not in YEARS:
        raise PeriodError(_OUT_OF_RANGE)
    if period.unit == "d":
        day = start + timedelta(days=period.count)
        if day.year not in YEARS:
            raise PeriodError(_OUT_OF_RANGE)
        return day
    year, month = divmod(start.year * 12 + start.month - 1 + period.months, 12)
    if year not in YEARS:
        raise PeriodError(_OUT_OF_RANGE)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def reckon(
    start: date,
    period: Period,
    *,
    article: str = "民法典202",
    start_fact: str = "起算日",
    treatment: Treatment | None = None,
    calendar: Calendar | None = None,
) -> Reckoned:
    """Count a period; without a treatment a day of rest is only mentioned, and what is counted back never moves."""
    unmoved, arithmetic = _count(start, period, article, start_fact)
    if period.is_back or treatment is Treatment.FIXED:
        sentence = _OPENING_STAYS if period.is_back else _FIXED_STAYS
        return Reckoned(unmoved, unmoved, unmoved, start, period, article, "", True, (*arithmetic, sentence))
    if calendar is None:
        calendar = workdays.load(unmoved.year, unmoved.year + 1)
    moved, because, known, sentences = _meet_calendar(unmoved, treatment, calendar)
    end = moved if treatment is Treatment.PUBLICITY else unmoved
    return Reckoned(end, unmoved, moved, start, period, article, because, known, (*arithmetic, *sentences))


def publicity(
    published: date, minimum: Period = MONTH, *, article: str = "办法15", calendar: Calendar | None = None
) -> Reckoned:
    """The end to propose for a notice published on a day; ``unmoved`` is the minimum that nobody goes below."""
    return reckon(
        published,
        minimum,
        article=article,
        start_fact="公示发布日",
        treatment=Treatment.PUBLICITY,
        calendar=calendar,
    )


def earliest_close(published: date, minimum: Period = MONTH) -> datetime:
    """The first moment at which a publicity period can be over, for the timer as for everybody."""
    return end_instant(corresponding_day(published, minimum))


def judge_publicity_end(
    published: date,
    chosen: date,
    minimum: Period = MONTH,
    *,
    article: str = "办法15",
    calendar: Calendar | None = None,
) -> Judgement:
    """Refuse an end below the minimum, warn of one on a day of rest; any later working day is the officer's choice."""
    earliest = corresponding_day(published, minimum)
    if chosen < earliest:
        return Judgement(
            refusal=f"公示时间不少于{minimum.words}（{cite(article)}）：{chinese_date(published)}发布的，"
            f"最早于{chinese_date(earliest)}24时截止，不得缩短。"
        )
    if calendar is None:
        calendar = workdays.load(chosen.year, chosen.year + 1)
    later = calendar.next_workday(chosen)
    if later == chosen:
        return Judgement()
    return Judgement(warning=f"{_rest(chosen, calendar)}，建议将公示截止日顺延至下一工作日{chinese_date(later)}。")


def filing(
    start: date,
    period: Period,
    *,
    article: str,
    start_fact: str = "起算日",
    calendar: Calendar | None = None,
) -> Reckoned:
    """The end of a counted filing period: shown unmoved, timely still on the next working day."""
    return reckon(start, period, article=article, start_fact=start_fact, treatment=Treatment.FILING, calendar=calendar)


def fixed(day: date, *, article: str, fact: str = "截止日") -> Reckoned:
    """A day that a text names, such as 30 July or 31 December."""
    steps = (
        f"{fact}为{chinese_date(day)}，是条文规定的固定日期，依据：{cite(article)}。",
        f"至当日24时届满，依据：{cite('民法典203')}。",
        _FIXED_STAYS,
    )
    return Reckoned(day, day, day, day, None, article, "", True, steps)


def window_before(
    end: date,
    period: Period,
    *,
    article: str,
    end_fact: str = "届满日",
    calendar: Calendar | None = None,
) -> FilingWindow:
    """The window 届满前 so many months, open from the day counted back to the end or the working day after it."""
    opens, arithmetic = _count(end, period.back(), article, end_fact)
    if calendar is None:
        calendar = workdays.load(end.year, end.year + 1)
    timely, _, known, sentences = _meet_calendar(end, Treatment.FILING, calendar)
    return FilingWindow(opens, end, timely, article, known, (*arithmetic, _OPENING_STAYS, *sentences))


def start_instant(day: date) -> datetime:
    """0:00 of the day in Beijing."""
    return datetime.combine(day, time.min, BEIJING)


def end_instant(day: date) -> datetime:
    """24:00 of the day in Beijing, the first moment that is no longer in it."""
    return start_instant(day + timedelta(days=1))


def beijing_day(instant: datetime) -> date:
    """The day that Beijing had at this moment."""
    if instant.tzinfo is None:
        raise ValueError("A moment without a time zone has no day in Beijing.")
    return instant.astimezone(BEIJING).date()


def chinese_date(day: date) -> str:
    """2024年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


_OPENING_STAYS: Final = "起始日不因节假日变动。"
_FIXED_STAYS: Final = "该日不因节假日顺延；确需延长的，由国家标准委写明理由后延长。"


def _count(start: date, period: Period, article: str, fact: str) -> tuple[date, tuple[str, ...]]:
    day = corresponding_day(start, period)
    direction = "自前一日起向前倒推" if period.is_back else "自次日起算"
    method = "计算方法（倒推比照适用）" if period.is_back else "计算方法"
    return day, (
        f"{fact}为{chinese_date(start)}，当日不计入，{direction}。",
        f"期间为{period.words}，依据：{cite(article)}。{method}依据：{cite(GENERAL_RULE)}。",
        _backward(start, period, day) if period.is_back else _forward(start, period, day),
    )


def _forward(start: date, period: Period, day: date) -> str:
    if period.unit == "d":
        found = f"第{period.count}日为{chinese_date(day)}"
    elif day.day == start.day:
        found = f"到期月的对应日为{chinese_date(day)}"
    else:
        found = f"到期月{day.year}年{day.month}月没有{start.day}日，以月末日{chinese_date(day)}为最后一日"
    return f"{found}，至当日24时届满。"


def _backward(start: date, period: Period, day: date) -> str:
    if period.unit == "d":
        return f"倒推第{-period.count}日为{chinese_date(day)}，自当日0时起。"
    if day.day == start.day:
        return f"倒推所至月的对应日为{chinese_date(day)}，自当日0时起。"
    again = corresponding_day(day, Period(-period.count, period.unit))
    return (
        f"倒推至{day.year}年{day.month}月，该月没有{start.day}日，以月末日{chinese_date(day)}为准，自当日0时起。"
        f"月末的正推与倒推不互逆（自{chinese_date(day)}顺推{period.words}为{chinese_date(again)}），此处一律从后一日期倒推。"
    )


def _meet_calendar(
    day: date, treatment: Treatment | None, calendar: Calendar
) -> tuple[date, str, bool, tuple[str, ...]]:
    """The next working day, why it is not the day itself, whether the table knew, and the sentences that say so."""
    later = calendar.next_workday(day)
    because = "" if later == day else calendar.name(day) or "周末"
    said = _MOVED[treatment].format(later=chinese_date(later), day=chinese_date(day)) if because else _STAYED[treatment]
    sentence = (_rest if because else _work)(day, calendar) + said
    unknown = [str(year) for year in range(day.year, later.year + 1) if year not in calendar.years]
    notes = (f"{'、'.join(unknown)}年：{UNKNOWN_YEAR}。",) if unknown else ()
    moved = day if treatment is None else later
    return moved, because if moved != day else "", not unknown, (sentence, *notes)


_MOVED: Final = {
    None: "；本期间未按节假日顺延。",
    Treatment.PUBLICITY: "，公示截止日建议顺延至下一工作日{later}；可以延长，不得早于{day}24时。",
    Treatment.FILING: "，公布的截止日不变，在下一工作日{later}24时前报送仍为按时。",
}
_STAYED: Final = {
    None: "。",
    Treatment.PUBLICITY: "，不顺延；可以延长，不得提前。",
    Treatment.FILING: "，当日24时前报送为按时。",
}


def _rest(day: date, calendar: Calendar) -> str:
    return f"{chinese_date(day)}（{_weekday(day)}）为休息日（{calendar.name(day) or '周末'}）"


def _work(day: date, calendar: Calendar) -> str:
    name = calendar.name(day)
    return f"{chinese_date(day)}（{_weekday(day)}）为工作日{f'（{name}）' if name else ''}"


def _weekday(day: date) -> str:
    return f"星期{'一二三四五六日'[day.weekday()]}"
