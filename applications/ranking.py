"""The candidates of a recommender in its own order, seen by nobody else (办法12)."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from organisations.models import Membership, Role, Unit
from procedure import clock

from . import models
from .models import Application, Ranking
from .procedure import State
from .queries import visible_to

# What can be compared: what lies with the recommender, and what it has recommended.
COMPARED = (State.RECOMMENDER_REVIEW, State.RECEIVED)


class Stale(Exception):
    """A colleague has changed the order since the page was opened."""


def candidates(seat: Membership) -> QuerySet[Application]:
    """A recommender's own cases that can be compared; nobody else compares here."""
    rows = visible_to(seat)
    if seat.role != Role.RECOMMENDER_OFFICER:
        return rows.none()
    return rows.filter(state__in=COMPARED)


def candidates_of(seat: Membership, call: Any, kind: str) -> QuerySet[Application]:
    """Those of one call and type: the ranked first in their order, the others by how long they have waited."""
    rows = candidates(seat).filter(call=call, kind=kind)
    return rows.order_by(F("ranking__place").asc(nulls_last=True), "since", "serial")


def places_of(seat: Membership, keys: Any) -> dict[Any, int]:
    """The places of these cases as the recommender's own people see them; for all others none."""
    if seat.role != Role.RECOMMENDER_OFFICER:
        return {}
    rows = Ranking.objects.filter(application__in=list(keys), application__recommender=seat.unit_id)
    return dict(rows.values_list("application", "place"))


def base_of(rankings: Mapping[Any, Ranking]) -> str:
    """What an order is, in short: a page that carries another value was opened before a change."""
    facts = sorted(f"{key} {row.place} {row.reason}" for key, row in rankings.items())
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def rankings_of(rows: QuerySet[Application]) -> dict[Any, Ranking]:
    return {row.application_id: row for row in Ranking.objects.filter(application__in=rows.order_by().values("pk"))}


def save_places(seat: Membership, call: Any, kind: str, places: Mapping[Any, tuple[int, str]], *, base: str) -> None:
    """Write the order that was agreed on; Stale if it changed meanwhile and this would overwrite it."""
    with transaction.atomic():
        # All officers of a recommender wait for one another here, as they do when recommending.
        Unit.objects.select_for_update(no_key=True).get(pk=seat.unit_id)
        there = rankings_of(candidates_of(seat, call, kind))
        if base_of(there) != base and {key: (row.place, row.reason) for key, row in there.items()} != dict(places):
            raise Stale
        for key in there.keys() - places.keys():
            there[key].delete()
        for key, (place, reason) in places.items():
            _place(there.get(key), key, place, reason, seat)


def _place(row: Ranking | None, key: Any, place: int, reason: str, seat: Membership) -> None:
    if row is not None and (row.place, row.reason) == (place, reason):
        return
    facts = {"place": place, "reason": reason, "by": seat.person, "by_name": seat.name_shown, "at": clock.now()}
    models.Ranking.objects.update_or_create(application_id=key, defaults=facts)
