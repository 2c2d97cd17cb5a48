"""Reads: notices are everybody's, an objection is SAC's alone, an inquiry is SAC's and that of the unit asked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock
from procedure.asked import moment_and_key

from . import models
from .models import Inquiry, InquiryFile, Notice, NoticeItem, Objection, ObjectionFile
from .objecting import GONE
from .procedure import OPEN, NoticeState, ObjectionState

# Who in a unit reads and answers what is passed on to it.
ANSWERERS = (Role.PREPARER, Role.SUBMITTER, Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER)
SIZE = 10


@dataclass(frozen=True)
class Listing:
    """Notices with their items as plain values; ``following`` is the key of the next earlier ones, empty at the end."""

    running: list[dict[str, Any]]
    earlier: list[dict[str, Any]]
    following: str


def notices_public() -> QuerySet[Notice]:
    """Every notice with its items; one that was withdrawn stays where it was and says so."""
    items: Any = models.NoticeItem.objects.prefetch_related("outcomes").order_by("position")
    return models.Notice.objects.prefetch_related(Prefetch("items", queryset=items))


_SHOWN = ("pk", "title", "state", "published_on", "shown_start", "shown_end")


def running(today: date, most: int) -> list[dict[str, Any]]:
    """The first that are published with their period not over; what ends first stands first."""
    return _with_items(list(_running(today)[:most]))


def listing(today: date, before: str = "") -> Listing:
    """What runs, on the first page, and a page of what is over or withdrawn; the items of both are read at once."""
    first = [] if before else list(_running(today))
    over = Q(shown_end__lt=today) | Q(state=NoticeState.WITHDRAWN)
    rows = _before(models.Notice.objects.filter(over), before).order_by("-published_on", "id")
    found = list(rows.values(*_SHOWN)[: SIZE + 1])
    following = _key(found[SIZE - 1]) if len(found) > SIZE else ""
    shown = _with_items([*first, *found[:SIZE]])
    return Listing(shown[: len(first)], shown[len(first) :], following)


def _running(today: date) -> Any:
    rows = models.Notice.objects.filter(state=NoticeState.PUBLISHED, shown_end__gte=today)
    return rows.order_by("shown_end", "id").values(*_SHOWN)


def _with_items(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items with their last outcome: as models, with all their outcomes, they would cost three times as much."""
    last = models.ItemOutcome.objects.filter(item=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    items = models.NoticeItem.objects.filter(notice__in=[row["pk"] for row in rows]).order_by("notice", "position")
    found: dict[Any, list[dict[str, Any]]] = {row["pk"]: [] for row in rows}
    for each in items.values("notice", "name", "host", "recommender", "change", "ends_at", outcome=Subquery(last)):
        found[each["notice"]].append({**each})
    return [row | {"items": found[row["pk"]]} for row in rows]


def newest(count: int) -> list[Notice]:
    return list(notices_public().order_by("-published_on", "id")[:count])


def _before(rows: QuerySet[Notice], key: str) -> QuerySet[Notice]:
    """Go on behind a row; a key that cannot be read begins anew."""
    try:
        day_text, _, row = key.partition("~")
        day, pk = date.fromisoformat(day_text), uuid.UUID(row)
    except ValueError:
        return rows
    return rows.filter(Q(published_on__lt=day) | Q(published_on=day, id__gt=pk))


def _key(row: Mapping[str, Any]) -> str:
    return f"{row['published_on'].isoformat()}~{row['pk']}"


def items_open_to_objection() -> QuerySet[NoticeItem]:
    """What a paper objection may be about: every item that still stands, its period over or not."""
    return (
        models.NoticeItem.objects.exclude(outcomes__kind__in=GONE)
        .select_related("notice")
        .order_by("-notice__published_on", "position")
    )


def objections_visible_to(seat: Membership | None) -> QuerySet[Objection]:
    """Who objected is known to SAC's officers and approvers alone."""
    if seat is None or seat.role not in SAC:
        return models.Objection.objects.none()
    return models.Objection.objects.select_related("item__notice")


def objection_files_visible_to(seat: Membership | None) -> QuerySet[ObjectionFile]:
    return models.ObjectionFile.objects.filter(objection__in=objections_visible_to(seat).values("pk"))


def inquiries_visible_to(seat: Membership | None) -> QuerySet[Inquiry]:
    """Every one to SAC, its own to the unit that was asked."""
    rows = models.Inquiry.objects.select_related("unit")
    if seat is None:
        return rows.none()
    if seat.role in SAC:
        return rows
    return rows.filter(unit_id=seat.unit_id) if seat.role in ANSWERERS else rows.none()


def inquiries_about(items: Any, seat: Membership | None) -> QuerySet[Inquiry]:
    """Those that this unit was asked about some items, for the page of its case."""
    return inquiries_visible_to(seat).filter(objection__item__in=items).order_by("pk")


def inquiry_files_visible_to(seat: Membership | None) -> QuerySet[InquiryFile]:
    return models.InquiryFile.objects.filter(inquiry__in=inquiries_visible_to(seat).values("pk"))


def objections_waiting(seat: Membership | None) -> QuerySet[Objection]:
    """What an officer has to handle, the longest waiting first."""
    if seat is None or seat.role != Role.SAC_OFFICER:
        return models.Objection.objects.none()
    return objections_visible_to(seat).filter(state__in=OPEN).order_by("since", "id")


def inquiries_waiting(seat: Membership | None) -> QuerySet[Inquiry]:
    """What this unit has been asked and not answered, the earliest day first."""
    if seat is None or seat.role not in ANSWERERS:
        return models.Inquiry.objects.none()
    rows = inquiries_visible_to(seat).filter(answered_at__isnull=True, closed_at__isnull=True)
    return rows.order_by("due_on", "pk")


def overdue(inquiry: Inquiry) -> bool:
    """Not answered by its day; an answer is taken all the same."""
    return inquiry.answered_at is None and inquiry.closed_at is None and inquiry.due_on < clock.today()


@dataclass(frozen=True)
class QueuePage:
    rows: list[Objection]
    following: str
    state: str


def queue(seat: Membership, state: str, after: str) -> QueuePage:
    """A page of SAC's queue; without a state, what is open."""
    chosen = state if state in ObjectionState.values or state == "all" else "open"
    rows = objections_visible_to(seat)
    if chosen == "open":
        rows = rows.filter(state__in=OPEN)
    elif chosen != "all":
        rows = rows.filter(state=chosen)
    found = list(_after(rows, after).order_by("received_at", "id")[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    following = f"{last.received_at.isoformat()}~{last.pk}" if last else ""
    return QueuePage(found[:SIZE], following, chosen)


def _after(rows: QuerySet[Objection], key: str) -> QuerySet[Objection]:
    if (found := moment_and_key(key)) is None:
        return rows
    received, pk = found
    return rows.filter(Q(received_at__gt=received) | Q(received_at=received, id__gt=pk))


def unanswered(objection: Objection) -> QuerySet[Inquiry]:
    return objection.inquiries.filter(answered_at__isnull=True, closed_at__isnull=True).order_by(F("due_on").asc())
