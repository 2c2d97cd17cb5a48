"""Which days are worked: the holiday table where it knows the year, Monday to Friday where it does not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from chinese_calendar import constants

Row = tuple[date, bool, str]

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The exceptions to Monday to Friday, and the years whose exceptions are known."""

    exceptions: Mapping[date, tuple[bool, str]] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Calendar":
        """A calendar of the rows given; a year is known once it has a row of its own."""
        exceptions = {day: (working, name) for day, working, name in rows}
        # The last days of December come with the next year's arrangement and say nothing about their own year.
        return cls(exceptions, frozenset(day.year for day in exceptions if day.month < 12))

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked, make-up weekends included."""
        exception = self.exceptions.get(day)
        return exception[0] if exception else day.weekday() < _SATURDAY

    def next_workday(self, day: date) -> date:
        """The day itself if it is worked, else the first one after it that is."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def name(self, day: date) -> str:
        """What the day is called where the table says so: 春节, or 春节调休上班."""
        return self.exceptions.get(day, (False, ""))[1]

    def knows(self, *days: date) -> bool:
        """Whether the arrangement of each day's year has been entered."""
        return all(day.year in self.years for day in days)


WEEKENDS = Calendar()


def load(*years: int) -> Calendar:
    """The table's calendar from the first to the last year named: one query, never cached, for the table is edited."""
    from .models import Holiday  # here, so that the arithmetic needs no database until a calendar is asked for

    bounds = (date(min(years), 1, 1), date(max(years), 12, 31))
    return Calendar.of(Holiday.objects.filter(date__range=bounds).values_list("date", "working", "name"))


def covered_years() -> range:
    """The years whose arrangement ``chinesecalendar`` ships."""
    return range(min(constants.holidays).year, max(constants.holidays).year + 1)


def rows_from_chinesecalendar(years: Iterable[int]) -> list[Row]:
    """The holiday table's rows for these years, only days that differ from Monday to Friday; none beyond its data."""
    wanted = set(years)
    rest = [(day, False, _chinese(name)) for day, name in constants.holidays.items() if day.weekday() < _SATURDAY]
    made_up = [
        (day, True, f"{_chinese(name)}调休上班")
        for day, name in constants.workdays.items()
        if day.weekday() >= _SATURDAY
    ]
    return sorted(row for row in rest + made_up if row[0].year in wanted)


def _chinese(name: str) -> str:
    return _NAMES.get(name, name)
