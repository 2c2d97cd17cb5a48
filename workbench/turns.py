"""Whose turn it is on the rows that hang on bases and applications: read from the entries, in so many queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, F, Model, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from applications.models import Application
from assessments.entry import Entry
from assessments.registry import ENTRIES
from assessments.tabs import base
from bases.models import Base
from bases.procedure import ENDED
from bases.queries import charged_to, with_host
from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure.machines import Procedure
from procedure.models import DueDate
from procedure.reckoning import end_instant

from . import dates
from .todo import SHOWN, Item

# What a role's seats are towards a base.
_PARTS: dict[str, str] = {
    Role.PREPARER: "承担单位",
    Role.SUBMITTER: "承担单位",
    Role.UNIT_ADMIN: "承担单位",
    Role.ORGANISER_OFFICER: "申报组织单位",
    Role.RECOMMENDER_OFFICER: "行业部门或者地方政府",
    Role.SAC_OFFICER: "国家标准委",
    Role.SAC_APPROVER: "国家标准委",
    Role.EXPERT: "专家",
}
_ENTRIES = {entry.machine: entry for entry in (*ENTRIES, base.ENTRY)}


@dataclass(frozen=True)
class Row:
    """One machine's row, as far as a list needs it."""

    machine: str
    key: Any
    root: Any
    state: str
    since: datetime
    about: str
    until: date | None

    @property
    def entry(self) -> Entry:
        return _ENTRIES[self.machine]

    @property
    def url(self) -> str:
        return reverse("workbench:case", args=[self.machine, self.key])


@dataclass(frozen=True)
class Root:
    """What a row hangs on, as a list names it."""

    name: str
    host: str


def items(seat: Membership, at: datetime) -> list[Item]:
    """The rows that wait for this seat, and the dates of its bases that no row answers yet."""
    rows, ends = waiting(seat), dates.to_keep(seat, at)
    if not rows and not ends:
        return []
    roots = named({row.root for row in rows} | {due.root for due in ends})
    own = due_of_rows(row.key for row in rows) if rows else {}
    own |= {row.key: due for row in rows for due in ends if row.key not in own and _answers(row, due)}
    left = [due for due in ends if due not in own.values()]
    return [
        *(_item(row, roots.get(row.root) or Root(row.entry.label, ""), own.get(row.key), seat) for row in rows),
        *(_of_date(due, roots[due.root]) for due in left),
    ]


def _answers(row: Row, due: DueDate) -> bool:
    """Whether a row is the answer to a date of its base, of the same year where both have one."""
    return row.root == due.root and due.kind in row.entry.answers and row.about in ("", str(due.cycle))


def _of_date(due: DueDate, root: Root) -> Item:
    url = reverse("workbench:case", args=["base", due.root])
    return Item(
        key=due.pk, name=root.name, host=root.host, doing=dates.label(due), since=due.starts, due=due, url=url,
        verb="查看",
    )  # fmt: skip


def waiting(seat: Membership) -> list[Row]:
    return read(
        (entry, _own(entry, seat).filter(state__in=states))
        for entry in _ENTRIES.values()
        if (states := entry.states_of(seat.role))
    )


def open_under(root: Any, seat: Membership) -> list[Row]:
    """What runs under one base, as far as the seat may see it: each waits for somebody."""
    return read(
        (entry, entry.visible(seat).filter(root=root, state__in=list(entry.turns)))
        for entry in _ENTRIES.values()
        if entry.turns
    )


def waits(row: Row) -> list[tuple[str, str]]:
    """For whom a row waits, and for what: an office or a unit, not its single roles."""
    return _parts(row.entry, row.state, row.about)


def is_kept(subject: Procedure) -> bool:
    """Whether an entry says for whom such a row waits."""
    return subject.machine in _ENTRIES


def awaited(subject: Procedure) -> list[str]:
    """The same of one row in words, 申报组织单位论证, for its own page."""
    entry = _ENTRIES[subject.machine]
    about = getattr(subject, entry.about) if entry.about else ""
    return [f"{who}{words}" for who, words in _parts(entry, subject.state, about)]


def _parts(entry: Entry, state: str, about: object) -> list[tuple[str, str]]:
    turns = entry.turns.get(state, {})
    parts = {**_PARTS, **entry.parts}
    return list(dict.fromkeys((parts[role], words.format(about=about)) for role, words in turns.items()))


def title(subject: Procedure) -> str:
    """What a row under a base is called beside others of its kind: 年度建设报告（2027）."""
    entry = _ENTRIES.get(subject.machine)
    about = getattr(subject, entry.about, "") if entry and entry.about else ""
    return f"{subject.machine_label}（{about}）" if about else subject.machine_label


def read(asked: Iterable[tuple[Entry, QuerySet[Any]]]) -> list[Row]:
    """Rows of several machines in one query, in the order in which they came where they are."""
    queries = [_values(entry, rows) for entry, rows in asked]
    if not queries:
        return []
    found = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    return [Row(*values) for values in found.order_by("since", "_key")[:SHOWN]]


def named(roots: Iterable[Any]) -> dict[Any, Root]:
    """The bases and applications of these keys by name, with their hosts: a query for each kind."""
    keys = list(roots)
    rows: Any = with_host(Base.objects.filter(pk__in=keys))
    bases = {row.pk: Root(row.name_shown, row.host or "") for row in rows}
    others = [key for key in keys if key not in bases]
    rows = Application.objects.filter(pk__in=others).select_related("unit") if others else ()
    return bases | {row.pk: Root(row.full_name, row.unit.name) for row in rows}


def due_of_rows(keys: Iterable[Any]) -> dict[Any, DueDate]:
    """The nearest open date of each row's own."""
    rows = DueDate.objects.filter(subject_id__in=list(keys), closed_at__isnull=True).order_by("-due_at")
    return {due.subject_id: due for due in rows}


def _own(entry: Entry, seat: Membership) -> QuerySet[Any]:
    """Of all that the seat sees what is its own charge: a delegate sees more bases than it answers for."""
    if entry.waiting:
        return entry.waiting(seat)
    rows = entry.visible(seat)
    return rows if seat.role in SAC else rows.filter(root__in=charged_to(seat).values("pk"))


def _values(entry: Entry, rows: QuerySet[Any]) -> "QuerySet[Model, tuple[Any, ...]]":
    told = {
        "_machine": Value(entry.machine, output_field=CharField()),
        "_key": Cast("pk", UUIDField()),
        "_about": Cast(entry.about, CharField()) if entry.about else Value("", output_field=CharField()),
        # A bare NULL is text to a union.
        "_until": F(entry.until) if entry.until else Cast(Value(None), DateField()),
    }
    # What is open under a base that has ended is over with it.
    rows = rows.exclude(root__in=Base.objects.filter(state__in=ENDED).values("pk"))
    columns = ("_machine", "_key", "root", "state", "since", "_about", "_until")
    return rows.order_by().annotate(**told).values_list(*columns)


def _item(row: Row, root: Root, due: DueDate | None, seat: Membership) -> Item:
    ends = end_instant(row.until) if row.until and due is None else None
    return Item(
        key=row.key, name=root.name, host=root.host, doing=row.entry.doing(row.state, seat.role, row.about),
        since=row.since, due=due, ends=ends, url=row.url,
    )  # fmt: skip
