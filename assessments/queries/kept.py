"""Reads of what is kept beside the steps: whoever sees the base's own page sees it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from assessments import models
from assessments.achievement_kinds import BY_KEY, COUNTED, STORIES, AchievementKind
from assessments.models import Achievement, KeptRow, MaterialRequest
from bases.models import Base, plain
from bases.queries import visible_to as bases_visible_to
from organisations.models import Membership, Role
from procedure.asked import uuid_in

PAGE = 25
_STORIES = [kind.key for kind in STORIES]


def visible_to(seat: Membership | None, model: type[KeptRow]) -> QuerySet[Any]:
    return model._default_manager.filter(base__in=bases_visible_to(seat).values("pk"))


def files_visible_to(seat: Membership | None, model: type[KeptRow]) -> QuerySet[Any]:
    files: Any = model.files.rel.related_model
    return files._default_manager.filter(row__base__in=bases_visible_to(seat).values("pk"))


def requests_visible_to(seat: Membership | None) -> QuerySet[MaterialRequest]:
    return models.MaterialRequest.objects.filter(base__in=bases_visible_to(seat).values("pk"))


def requests_answered(seat: Membership) -> QuerySet[MaterialRequest]:
    """What the host says it has answered, for whoever's office asked."""
    if seat.role not in (Role.SAC_OFFICER, Role.ORGANISER_OFFICER):
        return models.MaterialRequest.objects.none()
    rows = models.MaterialRequest.objects.filter(unit=seat.unit_id, answered_at__isnull=False, closed_at__isnull=True)
    return rows.select_related("base", "unit").order_by("answered_at", "pk")


@dataclass
class Tally:
    """How many of a kind in each year, and how much they come to where they are counted in something."""

    kind: AchievementKind
    years: dict[int, int] = field(default_factory=dict)
    amount: Decimal = Decimal(0)

    @property
    def total(self) -> int:
        return sum(self.years.values())

    @property
    def amount_words(self) -> str:
        """200 人次; nothing where nothing is counted."""
        return f"{plain(self.amount)} {self.kind.unit}".strip() if self.amount else ""


def tallies(
    base: Base, *, since: date | None = None, until: date | None = None, before: datetime | None = None
) -> list[Tally]:
    """The achievements that count, by kind and year, of some days or of all; summaries and evaluations show them.

    With ``before`` those that were known before that moment.
    """
    rows = known(base, before) if before else _counting(base, since, until)
    rows = rows.exclude(kind__in=_STORIES)
    found: dict[str, Tally] = {}
    grouped = rows.values("kind", "happened_on__year").annotate(rows=Count("pk"), amount=Sum("amount")).order_by()
    for each in grouped:
        tally = found.setdefault(each["kind"], Tally(BY_KEY[each["kind"]]))
        tally.years[each["happened_on__year"]] = each["rows"]
        tally.amount += each["amount"] or 0
    return [found[kind.key] for kind in COUNTED if kind.key in found]


def years_of(found: Iterable[Tally]) -> list[int]:
    return sorted({year for tally in found for year in tally.years})


def counted_towards(base: Base, *, until: date | None = None) -> dict[Any, Decimal]:
    """What the achievements come to for each promised indicator that they count towards."""
    rows = _counting(base, None, until).filter(indicator__isnull=False)
    return dict(rows.values("indicator").annotate(sum=Sum("counted")).values_list("indicator", "sum"))


def has_reported(base: Base, kind: str, *, year: int) -> bool:
    """Whether there is one of a kind in a year, such as the trend report that goes with the annual summary."""
    return _counting(base, date(year, 1, 1), date(year, 12, 31)).filter(kind=kind).exists()


def known(base: Base, before: datetime) -> QuerySet[Achievement]:
    """What had been entered before a moment, and not been withdrawn by then."""
    rows = models.Achievement.objects.filter(base=base, at__lt=before)
    return rows.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=before))


def _counting(base: Base, since: date | None, until: date | None) -> QuerySet[Achievement]:
    rows = models.Achievement.objects.filter(base=base, withdrawn_at__isnull=True)
    if since:
        rows = rows.filter(happened_on__gte=since)
    return rows.filter(happened_on__lte=until) if until else rows


@dataclass(frozen=True)
class Page:
    rows: list[Achievement]
    following: str


def page_of(base: Base, *, kind: str = "", year: int = 0, after: str = "") -> Page:
    """The newest first; withdrawn ones too, marked."""
    rows = models.Achievement.objects.filter(base=base).select_related("indicator")
    if kind in BY_KEY:
        rows = rows.filter(kind=kind)
    elif kind == "stories":
        rows = rows.filter(kind__in=_STORIES)
    if year:
        rows = rows.filter(happened_on__year=year)
    found = list(_behind(rows, after).order_by("-happened_on", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], f"{last.happened_on.isoformat()}~{last.pk}" if last else "")


def _behind(rows: QuerySet[Achievement], after: str) -> QuerySet[Achievement]:
    day, _, key = after.partition("~")
    pk = uuid_in(key)
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return rows
    return rows.filter(Q(happened_on__lt=at) | Q(happened_on=at, pk__gt=pk)) if pk else rows
