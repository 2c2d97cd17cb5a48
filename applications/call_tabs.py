"""What SAC's page of a call shows, tab by tab."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q

from organisations.models import Membership, Role
from organisations.tabs import Tab

from . import models
from .models import Call
from .procedure import ENDED, CallState, State

TABS = {
    "overview": Tab("概况", "applications/call_tab_overview.html"),
    "notices": Tab("通知和延期", "applications/call_tab_notices.html"),
    "admissions": Tab("例外", "applications/call_tab_admissions.html"),
    "organisers": Tab("组织单位", "applications/call_tab_organisers.html"),
}
_LONGEST = 10


def context(name: str, call: Call, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    may = {"may_write": seat.role == Role.SAC_OFFICER, "is_draft": call.state == CallState.DRAFT}
    return {"call": call, **may} | _BUILDERS[name](call)


def counted(call: Call) -> list[dict[str, Any]]:
    """Each type with what is planned and what is there: what reached SAC and has not ended (指南一)."""
    rows = _filed(call).values_list("kind", "state").annotate(count=Count("pk")).order_by()
    counts = {(kind, state): count for kind, state, count in rows}
    by_kind = Counter[str]()
    for kind, count in _arrived(call).values_list("kind").annotate(count=Count("pk")).order_by():
        by_kind[kind] = count
    return [
        {
            "kind": kind,
            "arrived": by_kind[kind],
            "states": [counts.get((kind, str(state)), 0) for state in _STATES],
        }
        for kind in call.kinds
    ]


_STATES = [state for state in State if state != State.DRAFT]


def _overview(call: Call) -> dict[str, Any]:
    arrived, counts = _arrived(call), counted(call)
    by_state = zip((state.label for state in _STATES), *(row["states"] for row in counts), strict=True)
    return {
        "counts": counts,
        "states": [(label, numbers) for label, *numbers in by_state if any(numbers)],
        "by_region": _top(arrived, "region__name"),
        "by_sector": _top(arrived.filter(sector__isnull=False), "sector__name"),
    }


def _filed(call: Call) -> Any:
    return models.Application.objects.filter(call=call, submitted_at__isnull=False)


def _arrived(call: Call) -> Any:
    return models.Application.objects.filter(call=call, received_at__isnull=False).exclude(state__in=ENDED)


def _top(rows: Any, name: str) -> list[dict[str, Any]]:
    return list(rows.values(name=F(name)).annotate(count=Count("pk")).order_by("-count", "name")[:_LONGEST])


def _notices(call: Call) -> dict[str, Any]:
    return {
        "call_notices": call.notices.order_by("-pk"),
        "extensions": call.extensions.select_related("unit").order_by("-pk"),
    }


def _admissions(call: Call) -> dict[str, Any]:
    return {"admissions": call.admissions.select_related("unit", "application", "call").order_by("-pk")}


def _organisers(call: Call) -> dict[str, Any]:
    """Each organiser that has begun anything, with its numbers; of drafts no more than SAC may know."""
    filed, came = Q(submitted_at__isnull=False), Q(received_at__isnull=False) & ~Q(state__in=ENDED)
    numbers: dict[Any, dict[str, Any]] = {
        row["organiser"]: dict(row)
        for row in models.Application.objects.filter(call=call)
        .values("organiser")
        .annotate(name=F("organiser__name"), filed=Count("pk", filter=filed), came=Count("pk", filter=came))
        .order_by()
    }
    written = call.organisings.select_related("organiser").annotate(invitations=Count("invited"))
    rows = {row.organiser_id: _organiser(row.organiser.name, row, numbers.get(row.organiser_id)) for row in written}
    for key, found in numbers.items():
        if found["filed"] and key not in rows:
            rows[key] = _organiser(found["name"], None, found)
    return {"organisers": sorted(rows.values(), key=lambda row: (-row["filed"], row["name"]))}


def _organiser(name: str, written: Any, numbers: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "name": name,
        "written": written,
        "filed": numbers["filed"] if numbers else 0,
        "came": numbers["came"] if numbers else 0,
    }


_BUILDERS = {"overview": _overview, "notices": _notices, "admissions": _admissions, "organisers": _organisers}
