"""What a base was on a day: only what lies before the end of that day is used."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from bases import names
from bases.dates import words
from bases.models import Base
from bases.procedure import BaseState, is_planned
from procedure import clock
from procedure.models import DueDate, Record
from procedure.reckoning import end_instant
from workbench.dates import of_people


@dataclass(frozen=True)
class AsOf:
    """A day, and the instant up to which things are known: its end, or now for today."""

    day: date
    before: datetime

    @classmethod
    def of(cls, asked: str) -> "AsOf":
        """The day of the address; today where it names none that has been."""
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            day = clock.today()
        return cls.on(day) if date(1990, 1, 1) <= day < clock.today() else cls.today()

    @classmethod
    def on(cls, day: date) -> "AsOf":
        return cls(day, end_instant(day))

    @classmethod
    def today(cls) -> "AsOf":
        # Exclusive, like the end of a day: what happens at this moment has happened.
        return cls(clock.today(), end_instant(clock.today()))

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Where the date goes without a script."""
        ways = {"前一年": -365, "前一月": -30, "前一天": -1, "后一天": 1, "后一月": 30, "后一年": 365}
        days = ((label, self.day + timedelta(days=by)) for label, by in ways.items())
        return [(label, day.isoformat()) for label, day in days if day <= clock.today()]

    def had_begun(self, since: str) -> bool:
        """Of a partial date: the whole of it counts from its first day."""
        return since <= self.day.isoformat()

    def was_over(self, until: str) -> bool:
        """Whether a spell had ended before this day; an end of which only the year is known lasts through it."""
        return bool(until) and until < self.day.isoformat()[: len(until)]


@dataclass(frozen=True)
class Spell:
    """A name, unit or office with its dates as far as they were known."""

    name: str
    words: str
    is_current: bool


@dataclass(frozen=True)
class Standing:
    """The base as it was: empty words where nothing was known yet."""

    name: str
    state: str
    state_label: str
    since: datetime | None
    kind: str
    region: str
    sector: str
    organiser: str
    hosts: list[Spell]
    supervisors: list[Spell]
    days: list[tuple[str, str]]

    @property
    def existed(self) -> bool:
        return bool(self.state)


# Days of its own that a base may carry, in the order of its life.
_DAYS = {"approved": "批准建设", "passed": "验收通过", "established": "批准成立", "ended": "终止或者撤销"}


def standing(base: Base, asof: AsOf) -> Standing:
    """From dated names, hosts and supervisors, from the history of its columns and from its records."""
    last = _records(base, asof).order_by("version").last()
    was = _columns(base, asof)
    if was is None or last is None:
        return _before_records(base, asof)
    state = BaseState(last.target)
    entered = _records(base, asof).filter(target=state).exclude(source=state).order_by("version").last()
    return Standing(
        name=names.shown(was.inner_name, planned=is_planned(state, was.gaps)),
        state=str(state), state_label=str(state.label), since=entered.at if entered else last.at,
        kind=was.get_kind_display(), region=str(was.region or ""), sector=str(was.sector or ""),
        organiser=was.organiser.name if was.organiser else "", hosts=_hosts(base, asof),
        supervisors=_supervisors(base, asof), days=_days(was, asof),
    )  # fmt: skip


def _before_records(base: Base, asof: AsOf) -> Standing:
    """Of imported history what its own dates say; of a base of the portal nothing, for it was not there yet."""
    if not base.is_history or not base.approved or not asof.had_begun(base.approved):
        return Standing("", "", "", None, "", "", "", "", [], [], [])
    days = _days(base, asof)
    return Standing(
        names.whole(base.inner_name), "", f"{days[-1][0]}（按补录的史料）", None, "", "", "", "", _hosts(base, asof),
        _supervisors(base, asof), days,
    )  # fmt: skip


def _hosts(base: Base, asof: AsOf) -> list[Spell]:
    return [_spell(each.name, each, asof) for each in base.hosts.all() if asof.had_begun(each.since)]


def _supervisors(base: Base, asof: AsOf) -> list[Spell]:
    rows = base.supervisors.select_related("unit")
    return [_spell(each.unit.name, each, asof) for each in rows if asof.had_begun(each.since)]


def _days(was: Any, asof: AsOf) -> list[tuple[str, str]]:
    days = ((label, getattr(was, name)) for name, label in _DAYS.items())
    return [(label, words(day)) for label, day in days if day and asof.had_begun(day)]


def _records(base: Base, asof: AsOf) -> QuerySet[Record]:
    return Record.objects.filter(machine="base", subject_id=base.pk, at__lt=asof.before)


def _columns(base: Base, asof: AsOf) -> Any:
    """The row as it was saved last before the end of the day; the row itself today."""
    if asof.is_today:
        return base
    rows = base.history.filter(history_date__lt=asof.before).select_related("region", "sector", "organiser")
    return rows.order_by("-history_date", "-history_id").first()


def _spell(name: str, each: Any, asof: AsOf) -> Spell:
    """An end that was still to come is not said."""
    over = asof.was_over(each.until)
    since, until = (words(each.since) if each.since else ""), (words(each.until) if over else "")
    said = f"{since}至{until}" if until else f"自{since}" if since else ""
    return Spell(name, said, not over)


def dues(base: Base, asof: AsOf) -> list[DueDate]:
    """The dates that ran on that day, each with its reason."""
    rows = of_people().filter(root=base.pk, starts__lt=asof.before).order_by("due_at", "pk")
    return [due for due in rows if due.closed_at is None or due.closed_at >= asof.before]
