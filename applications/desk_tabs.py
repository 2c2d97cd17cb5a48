"""The tabs of the case page on SAC's desk, 形式审查 and 补充材料, and what stands beside a case of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from organisations.models import Membership, Role

from . import assigning, checking, supplementing
from .models import Application, Assignment, SupplementItem
from .procedure import State

# Whoever may be asked for something, and SAC.
ASKED = (
    *(Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN, Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER),
    *checking.READERS,
)


@dataclass(frozen=True)
class Desk:
    """Who has the case, and whether this seat may change that."""

    assignment: Assignment | None
    mine: bool
    may: bool


def desk_of(application: Application, seat: Membership) -> Desk | None:
    """For SAC's own people, of a case that has come to them."""
    if seat.role not in checking.READERS or application.received_at is None:
        return None
    last = Assignment.objects.filter(application=application.pk).last()
    mine = application.officer_id is not None and application.officer_id == seat.person_id
    return Desk(last, mine, assigning.may_assign(application, seat))


def _check(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    found = checking.items(application) if application.received_at else []
    return {
        "items": found,
        "unjudged": sum(not item.current for item in found),
        "unmet": sum(item.is_unmet for item in found),
        "writes": checking.writes(application, seat),
        "assignments": assigning.assignments_of(application),
    }


def _supplements(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    rows = supplementing.requests_for(application, seat)
    open_now = [item.item for request, items in rows if request.closed_at is None for item in items if item.waits]
    return {
        "requests": [(request, items, supplementing.is_overdue(request)) for request, items in rows],
        "answers": answerable(application, open_now, seat),
        "shows_to": seat.role in checking.READERS,
    }


def demand(application: Application, seat: Membership) -> dict[str, Any] | None:
    """国家标准委要求补充: what the running request asks of the seat's unit; of SAC's people all that it asks."""
    if application.state != State.SUPPLEMENTING or seat.role not in ASKED:
        return None
    rows = [row for row in supplementing.requests_for(application, seat) if row[0].closed_at is None]
    seals = seat.role == Role.RECOMMENDER_OFFICER and supplementing.may_seal(application)
    if not rows and not seals:
        return None
    request, items = rows[0] if rows else (supplementing.running(application), [])
    assert request is not None
    return {
        "request": request,
        "items": items,
        "overdue": supplementing.is_overdue(request),
        "waiting": sum(item.waits or item.unsealed for item in items),
        "answers": answerable(application, [item.item for item in items if item.waits], seat),
        "seals": seals,
    }


def answerable(application: Application, items: list[SupplementItem], seat: Membership) -> set[int]:
    if application.state != State.SUPPLEMENTING:
        return set()
    return {item.pk for item in items if supplementing.may_answer(item, seat)}


BUILDERS = {"check": _check, "supplements": _supplements}
