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
from assessments.registry import BY_MACHINE, ENTRIES
from bases.models import Base
from bases.queries import charged_to, with_host
from organisations.deciding import SAC
from organisations.models import Membership
from procedure.models import DueDate
from procedure.reckoning import end_instant

from .todo import SHOWN, Item


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
        return BY_MACHINE[self.machine]

    @property
    def url(self) -> str:
        return reverse("workbench:case", args=[self.machine, self.key])


@dataclass(frozen=True)
class Root:
    """What a row hangs on, as a list names it."""

    name: str
    host: str


def items(seat: Membership, at: datetime) -> list[Item]:
    """The rows that wait for this seat, the longest waiting first."""
    rows = waiting(seat)
    if not rows:
        return []
    roots, dues = named({row.root for row in rows}), due_of_rows(row.key for row in rows)
    return [_item(row, roots[row.root], dues.get(row.key), seat) for row in rows]


def waiting(seat: Membership) -> list[Row]:
    return read(
        (entry, _own(entry, seat).filter(state__in=states))
        for entry in ENTRIES
        if (states := entry.states_of(seat.role))
    )


def read(asked: Iterable[tuple[Entry, QuerySet[Any]]], *, newest: bool = False) -> list[Row]:
    """Rows of several machines in one query, in the order in which they came where they are."""
    queries = [_values(entry, rows) for entry, rows in asked]
    if not queries:
        return []
    found = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    return [Row(*values) for values in found.order_by("-since" if newest else "since", "_key")[:SHOWN]]


def named(roots: Iterable[Any]) -> dict[Any, Root]:
    """The bases and applications of these keys by name, with their hosts: a query for each kind."""
    keys = list(roots)
    rows: Any = with_host(Base.objects.filter(pk__in=keys))
    bases = {base.pk: Root(base.name_shown, base.host or "") for base in rows}
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
        "_until": F(entry.until) if entry.until else Cast(Value(None), DateField()),
    }
    columns = ("_machine", "_key", "root", "state", "since", "_about", "_until")
    return rows.order_by().annotate(**told).values_list(*columns)


def _item(row: Row, root: Root, due: DueDate | None, seat: Membership) -> Item:
    ends = end_instant(row.until) if row.until and due is None else None
    return Item(
        key=row.key, name=root.name, host=root.host, doing=row.entry.doing(row.state, seat.role, row.about),
        since=row.since, due=due, ends=ends, url=row.url,
    )  # fmt: skip
