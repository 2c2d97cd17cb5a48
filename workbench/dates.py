"""Due dates of what a seat may see: who has to act by them, which wait for the seat, and what ends in a month."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import QuerySet

from applications import queries as applications
from applications.models import Application
from bases import queries as bases
from bases.models import Base
from bases.procedure.people import HOSTS, ORGANISERS, SUPERVISORS
from organisations.deciding import SAC, SAC_APPROVERS, SAC_OFFICERS
from organisations.models import Membership, Role
from procedure import clock
from procedure.models import DueDate
from procedure.notifying import audiences
from procedure.reckoning import end_instant

# How long before its end a date is among what waits.
AHEAD = timedelta(days=60)
MOST = 500
# The first audience that a date tells is who has to act by it; the others only learn of it.
_ACTS = {
    Role.PREPARER: HOSTS.name,
    Role.SUBMITTER: HOSTS.name,
    Role.ORGANISER_OFFICER: ORGANISERS.name,
    Role.RECOMMENDER_OFFICER: SUPERVISORS.name,
    Role.SAC_OFFICER: SAC_OFFICERS.name,
    Role.SAC_APPROVER: SAC_APPROVERS.name,
}
ACTORS = (HOSTS.name, ORGANISERS.name, SUPERVISORS.name, SAC_OFFICERS.name)
# A cycle that is a year is said; any other only tells two dates apart.
_YEARS = range(1990, 2200)


@cache
def _labels() -> dict[str, str]:
    known = {audience.name: audience for audience in (HOSTS, ORGANISERS, SUPERVISORS)} | audiences()
    return {name: audience.label for name, audience in known.items()}


def label_of(audience: str) -> str:
    return _labels().get(audience, "")


def whom(due: DueDate) -> str:
    """With whom a date lies: who has to act by it."""
    return next((label_of(name) for name in due.tells), "")


def label(due: DueDate) -> str:
    """What is due, with its year where it comes round again."""
    return f"{due.label}（{due.cycle}年）" if due.cycle in _YEARS else due.label


def of_people() -> QuerySet[DueDate]:
    """Without the clock's own ends, of which nobody is told."""
    return DueDate.objects.exclude(tells=[])


def open_under(roots: Iterable[Any]) -> QuerySet[DueDate]:
    """What is still to be kept under these roots, what ends first first."""
    return of_people().filter(root__in=list(roots), closed_at__isnull=True).order_by("due_at", "pk")


def to_keep(seat: Membership, at: datetime) -> list[DueDate]:
    """Dates of the bases in the seat's charge that it has to keep itself: late, or near."""
    name = _ACTS.get(Role(seat.role))
    if name is None:
        return []
    rows = DueDate.objects.filter(machine="base", closed_at__isnull=True, due_at__lt=at + AHEAD, tells__0=name)
    if seat.role not in SAC:
        rows = rows.filter(root__in=bases.charged_to(seat).values("pk"))
    return list(rows.order_by("due_at", "pk")[:MOST])


def of_days(seat: Membership, since: date, until: date) -> list[DueDate]:
    """What ends on these days (the last with them) of all cases and bases that the seat may see, MOST at most."""
    # An end is exclusive: the day that it closes is the one before.
    rows = of_people().filter(due_at__gt=end_instant(since - timedelta(days=1)), due_at__lte=end_instant(until))
    seen = _roots(seat)
    return list(rows.filter(closed_at__isnull=True, root__in=seen).order_by("due_at", "pk")[: MOST + 1])


def _roots(seat: Membership) -> Any:
    cases = applications.visible_to(seat).order_by().values("pk")
    return cases.union(bases.visible_to(seat).select_related(None).order_by().values("pk"), all=True)


def last_day(due: DueDate) -> date:
    """The day that its exclusive end closes."""
    return (due.due_at - timedelta(microseconds=1)).astimezone(clock.BEIJING).date()


def names_of(roots: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    """Name and address of the bases and cases behind dates, a query for each kind."""
    keys = set(roots)
    found: dict[Any, tuple[str, str]] = {
        base.pk: (base.name_shown, base.get_absolute_url()) for base in Base.objects.filter(pk__in=keys)
    }
    rest = keys - set(found)
    rows = Application.objects.filter(pk__in=rest).only("pk", "inner_name") if rest else ()
    return found | {row.pk: (row.full_name, row.get_absolute_url()) for row in rows}
