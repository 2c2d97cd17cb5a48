"""Panels page by page, and the applications that wait for one, similar ones together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from applications.models import Application
from applications.procedure import BaseKind, State
from organisations import rulings
from procedure.asked import moment_and_key

from . import models
from .plans import APPLICATION
from .procedure.panel import PanelState

SIZE = 25


@dataclass(frozen=True)
class Page:
    rows: "Sequence[models.Panel]"
    following: str
    state: str


def page_of(asked: Mapping[str, str]) -> Page:
    """Panels, the longest in their state first; ``accepted`` and ``there`` count the members who are in."""
    state = asked.get("state", "") if asked.get("state") in PanelState.values else ""
    rows = models.Panel.objects.filter(state=state) if state else models.Panel.objects.all()
    there = Q(members__out_at__isnull=True)
    rows = _after(rows, asked.get("after", "")).annotate(
        there=Count("members", filter=there, distinct=True),
        accepted=Count("members", filter=there & Q(members__answer="accepted"), distinct=True),
    )
    found = list(rows.prefetch_related("cases").order_by("since", "pk")[: SIZE + 1])
    following = f"{found[SIZE - 1].since.isoformat()}~{found[SIZE - 1].pk}" if len(found) > SIZE else ""
    return Page(found[:SIZE], following, state)


def _after(rows: "QuerySet[models.Panel]", key: str) -> "QuerySet[models.Panel]":
    """Go on behind a row; a key that cannot be read begins anew."""
    if (found := moment_and_key(key)) is None:
        return rows
    since, pk = found
    return rows.filter(Q(since__gt=since) | Q(since=since, pk__gt=pk))


def waiting() -> "QuerySet[Application]":
    """The applications under expert review for which there is no panel yet."""
    rows = Application.objects.filter(state=State.EXPERT_REVIEW, review__case__panel__isnull=True)
    return rows.select_related("unit", "sector", "region", "call").order_by("since", "pk")


def waiting_cases() -> "QuerySet[models.Case]":
    """What other rooms have to be judged, and no panel has yet."""
    rows = models.Case.objects.exclude(kind=APPLICATION.name)
    return rows.filter(panel=None, concluded_at=None).order_by("created_at", "pk")


def similar() -> list[tuple[str, list[Application]]]:
    """Those that wait, together with what counts as similar: by SAC's rulings, else by the catalogue's family."""
    groups = rulings.groups()
    found: dict[Any, tuple[str, list[Application]]] = {}
    for application in waiting():
        key, label = _group(application, groups)
        found.setdefault(key, (label, []))[1].append(application)
    return sorted(found.values(), key=lambda pair: -len(pair[1]))


def _group(application: Application, groups: Mapping[int, set[int]]) -> tuple[Any, str]:
    sector = application.sector
    if sector is None:
        return application.kind, f"{BaseKind(application.kind).label}类"
    if sector.pk in groups:
        return min(groups[sector.pk]), f"与{sector.name}相同或相近的领域"
    return (sector.family, f"{sector.family}门类") if sector.family else (sector.name, sector.name)
