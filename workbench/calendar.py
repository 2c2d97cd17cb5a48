"""The months of what a seat may see, with what ends on each day, and the same for a calendar program."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from icalendar import Alarm, Calendar, Event

from organisations.models import Membership
from procedure import articles, clock
from procedure.models import DueDate

from . import dates, telling

_AHEAD = timedelta(days=366)
_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Entry:
    """One date with the case or base that it is of."""

    due: DueDate
    name: str
    url: str
    label: str
    whom: str

    @property
    def day(self) -> date:
        return dates.last_day(self.due)


@dataclass(frozen=True)
class Day:
    date: date
    in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day]]
    # More than can be shown ended in it.
    is_cut: bool

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def following(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)

    @property
    def count(self) -> int:
        return sum(len(day.entries) for week in self.weeks for day in week if day.in_month)


def month_in(asked: str) -> date:
    """The first of the month that the address asks for (2027-03); today's where it asks for none that there is."""
    try:
        found = datetime.strptime(asked, "%Y-%m").date()  # noqa: DTZ007 -- a month has no hour
    except ValueError:
        return clock.today().replace(day=1)
    return found if _FIRST <= found <= _LAST else clock.today().replace(day=1)


def month_of(seat: Membership, first: date) -> Month:
    """The weeks of a month, Monday first, with what ends on each of its days."""
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    found, today = dates.of_days(seat, first, last), clock.today()
    by_day: dict[date, list[Entry]] = {}
    for entry in _entries(seat, found[: dates.MOST]):
        by_day.setdefault(entry.day, []).append(entry)
    weeks = [
        [Day(day, day.month == first.month, day == today, by_day.get(day, [])) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return Month(first, weeks, len(found) > dates.MOST)


def ahead(seat: Membership) -> list[Entry]:
    """What ends within the next year, with what is late."""
    today = clock.today()
    found = dates.of_days(seat, today - _AHEAD, today + _AHEAD)
    return list(_entries(seat, found[: dates.MOST]))


def _entries(seat: Membership, dues: list[DueDate]) -> Iterable[Entry]:
    known = telling.known_to(seat, dues)
    names = dates.names_of(due.root for due in known)
    for due in known:
        name, url = names[due.root]
        yield Entry(due, name, url, dates.label(due), dates.whom(due))


def as_file(seat: Membership) -> bytes:
    """All that is ahead as whole days of a calendar, each reminding three days before."""
    book = Calendar()
    book.add("prodid", "-//国家技术标准创新基地管理系统//期限//ZH")
    book.add("version", "2.0")
    book.add("x-wr-calname", "创新基地期限")
    for entry in ahead(seat):
        book.add_component(_event(entry))
    found: bytes = book.to_ical()
    return found


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"due-{entry.due.pk}@{settings.PUBLIC_ORIGIN.partition('://')[2]}")
    event.add("dtstamp", datetime.combine(entry.due.starts.date(), time(), tzinfo=clock.BEIJING))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", f"{entry.label}：{entry.name}")
    basis = f"依据：{articles.cite(entry.due.article)}" if entry.due.article else ""
    event.add("description", "\n".join(line for line in (entry.due.why, basis, entry.whom) if line))
    event.add("url", f"{settings.PUBLIC_ORIGIN}{entry.url}")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.label)
    alarm.add("trigger", timedelta(days=-3))
    event.add_component(alarm)
    return event
