"""The figures: none is counted further than a bound, and each carries the address of the list behind it."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from applications.models import Application, Call
from applications.procedure import CallState, State
from bases.models import Base
from bases.procedure import ENDED, BaseKind
from organisations.models import Region, Sector
from procedure import clock
from procedure.models import DueDate
from procedure.reckoning import start_instant
from workbench import dates, listing_bases

from .plots import Figure

COUNTED = 1000
MONTHS, YEARS = 12, 8
# A case's road at SAC; what went another way stands beside it.
_ROAD = (
    *(State.ORGANISER_REVIEW, State.RECOMMENDER_REVIEW, State.RECEIVED, State.FORM_CHECK, State.SUPPLEMENTING),
    *(State.EXPERT_REVIEW, State.REVISING, State.REVISION_CHECK, State.DELIBERATION, State.PUBLICITY),
    *(State.DECISION, State.APPROVED),
)
_ASIDE = (State.NOT_RECOMMENDED, State.REJECTED, State.WITHDRAWN)
_COUNT = "SELECT %s AS name, (SELECT count(*) FROM ({}) part) AS found"
EVENTS = {"approved": "批准建设", "passed": "验收通过", "established": "批准成立", "ended": "终止或者撤销"}


def current_call() -> Call | None:
    """The newest that was published."""
    rows = Call.objects.filter(state__in=[CallState.PUBLISHED, CallState.CLOSED])
    return rows.order_by("-opens_at").first()


def funnel(call: Call) -> list[Figure]:
    """How many of the call's cases stand at each stage, filed ones only."""
    filed = Application.objects.filter(call=call, submitted_at__isnull=False).order_by()
    counts = _counted({str(state): filed.filter(state=state) for state in (*_ROAD, *_ASIDE)})
    here = reverse("applications:queue")
    return [
        Figure(
            str(state.label), counts[str(state)], f"{here}?{urlencode({'state': state, 'call': call.pk})}", COUNTED,
            "plot-aside" if state in _ASIDE else "plot-done" if state == State.APPROVED else "",
        )
        for state in (*_ROAD, *_ASIDE)
    ]  # fmt: skip


def by_state() -> list[Figure]:
    rows = {str(state): Base.objects.filter(state=state).order_by() for state in Base.States}
    counts = _counted(rows)
    return [
        Figure(str(state.label), counts[str(state)], _list(state=state), COUNTED)
        for state in Base.States
        if counts[str(state)]
    ]


def areas() -> list[tuple[Region, Figure]]:
    """The regional bases that hold a province's place (指南一: 原则上一个区域一个)."""
    rows = Region.objects.order_by("code")
    provinces = [region for region in rows if region.parent_id is None or region.kind == Region.Kind.CORPS]
    cities: dict[Any, list[Any]] = {region.pk: [region.pk] for region in provinces}
    for region in rows:
        if region.parent_id in cities and region.pk not in cities:
            cities[region.parent_id].append(region.pk)
    held = _living(BaseKind.REGIONAL)
    counts = _counted({str(region.pk): held.filter(region__in=cities[region.pk]) for region in provinces})
    return [
        (region, Figure(region.short_name, counts[str(region.pk)], _list(kind="regional", region=region.code), COUNTED))
        for region in provinces
    ]


def sectors() -> list[Figure]:
    """The sectors that a base holds, in the order of the catalogue."""
    held = _living(BaseKind.SECTOR)
    rows = list(Sector.objects.filter(retired_at__isnull=True).order_by("code"))
    counts = _counted({str(sector.pk): held.filter(sector=sector) for sector in rows})
    return [
        Figure(
            f"{sector.code} {sector.name}", counts[str(sector.pk)], _list(kind="sector", sector=sector.code), COUNTED
        )
        for sector in rows
    ]


def international() -> Figure:
    count = _counted({"all": _living(BaseKind.INTERNATIONAL)})["all"]
    return Figure("国际", count, _list(kind="international"), COUNTED)


def dues_by_month() -> list[Figure]:
    """The dates of bases that end in the months ahead, this one first."""
    months = _months(clock.today().replace(day=1))
    open_rows = DueDate.objects.filter(machine="base", closed_at__isnull=True).order_by()
    counts = _counted({
        f"{first:%Y-%m}": open_rows.filter(due_at__gt=start_instant(first), due_at__lte=start_instant(after))
        for first, after in pairwise(months)
    })  # fmt: skip
    here = reverse("workbench:calendar")
    return [Figure(f"{int(month[5:])}月", count, f"{here}?month={month}", COUNTED) for month, count in counts.items()]


def _months(first: date) -> list[date]:
    places = range(first.month - 1, first.month + MONTHS)
    return [date(first.year + place // 12, place % 12 + 1, 1) for place in places]


def results() -> list[tuple[int, list[Figure]]]:
    """What became of bases year by year, the newest first."""
    this = clock.today().year
    years = range(this, this - YEARS, -1)
    counts = _counted({f"{name}-{year}": listing_bases.of_year(name, year) for year in years for name in EVENTS})
    return [
        (year, [
            Figure(label, counts[f"{name}-{year}"], _list(event=name, year=year), COUNTED)
            for name, label in EVENTS.items()
        ])
        for year in years
    ]  # fmt: skip


def stuck() -> list[Figure]:
    """What is late, by whose hands it lies in."""
    late = DueDate.objects.filter(machine="base", closed_at__isnull=True, due_at__lte=clock.now()).order_by()
    counts = _counted({name: late.filter(tells__0=name) for name in dates.ACTORS})
    return [
        Figure(dates.label_of(name), counts[name], _list(late=1, whom=name), COUNTED, "plot-late")
        for name in dates.ACTORS
    ]


def waiting_longest(call: Call) -> list[dict[str, Any]]:
    """The cases of the call that have waited longest where they are."""
    running = [state for state in _ROAD if state != State.APPROVED]
    rows = Application.objects.filter(call=call, submitted_at__isnull=False, state__in=running).select_related("unit")
    return [
        {
            "name": row.full_name,
            "host": row.unit.name,
            "state": row.state_label,
            "since": row.since,
            "url": row.get_absolute_url(),
        }
        for row in rows.order_by("since", "pk")[:5]
    ]


def _living(kind: str) -> QuerySet[Base]:
    return Base.objects.filter(kind=kind).exclude(state__in=(*ENDED, "recorded")).order_by()


def _list(**asked: Any) -> str:
    return f"{reverse('workbench:bases')}?{urlencode(asked)}"


def _counted(asked: "dict[str, QuerySet[Any]]") -> dict[str, int]:
    """How many rows each query has, none counted further than one beyond COUNTED; one statement for all of them."""
    if not asked:
        return {}
    parts, values = [], []
    for name, rows in asked.items():
        if rows.query.is_empty():
            continue
        sql, given = rows.values("pk")[: COUNTED + 1].query.sql_with_params()
        parts.append(_COUNT.format(sql))
        values += [name, *given]
    with connection.cursor() as cursor:
        # The parts are the ORM's own SQL with its parameters apart.
        cursor.execute(" UNION ALL ".join(parts), values)
        found = dict(cursor.fetchall())
    return {name: found.get(name, 0) for name in asked}


def total(figures: Iterable[Figure]) -> int:
    return sum(figure.count for figure in figures)
