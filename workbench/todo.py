"""待办: what waits for a seat, ordered by its end, with the dates ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.urls import reverse

from applications.procedure import State
from applications.queries import unmissed, waiting_for
from organisations.models import Membership
from procedure import clock
from procedure.models import DueDate

SHOWN = 50


@dataclass(frozen=True)
class Item:
    """One case that waits: what is to be done, since when, until when."""

    key: Any
    name: str
    host: str
    doing: str
    since: datetime
    due: DueDate | None
    url: str
    verb: str = "办理"
    # Exclusive, like a due date's, for what has a day of its own.
    ends: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        return self.due.due_at if self.due else self.ends


_DOING = {
    State.DRAFT: "填报并报送申报方案",
    State.ORGANISER_REVIEW: "论证申报方案",
    State.RECOMMENDER_REVIEW: "审核推荐",
    State.RECEIVED: "开始形式审查",
    State.FORM_CHECK: "逐项核对申报材料",
    State.SUPPLEMENTING: "补充材料",
    State.EXPERT_REVIEW: "组织专家评审",
    State.REVISING: "逐条答复评审意见，报送修改稿",
    State.REVISION_CHECK: "核对修改稿",
    State.DELIBERATION: "研究审议",
    State.DECISION: "作出决定",
}
_AGAIN = "按退回意见修改，再次报送"


def items(seat: Membership, at: datetime) -> list[Item]:
    """What waits for the seat in every room, that with the nearest end first."""
    from .rooms import SOURCES

    found = [item for source in (_applications, *SOURCES) for item in source(seat, at)]
    latest = datetime.max.replace(tzinfo=clock.BEIJING) - timedelta(days=2)
    return sorted(found, key=lambda item: (item.due_at or latest, item.since))


def _applications(seat: Membership, at: datetime) -> list[Item]:
    """The first cases that wait for the seat."""
    rows = list(
        unmissed(waiting_for(seat), at).values(
            "pk", "inner_name", "state", "since", "submitted_at", host=F("unit__name")
        )[:SHOWN]
    )
    dues = open_dues(row["pk"] for row in rows)
    return [
        Item(
            key=row["pk"],
            name=row["inner_name"],
            host=row["host"],
            doing=_AGAIN if row["state"] == State.DRAFT and row["submitted_at"] else _DOING[State(row["state"])],
            since=row["since"],
            due=dues.get(row["pk"]),
            url=reverse("workbench:case", args=["application", row["pk"]]),
        )
        for row in rows
    ]


def open_dues(keys: Iterable[Any]) -> dict[Any, DueDate]:
    """The nearest open due date of each subject, not of what runs beside it under the same root."""
    rows = DueDate.objects.filter(root__in=list(keys), subject_id=F("root"), closed_at__isnull=True)
    rows = rows.order_by("-due_at")
    return {due.root: due for due in rows}


@dataclass(frozen=True)
class Buckets:
    overdue: int
    today: int
    week: int
    later: int


def buckets(found: list[Item], today: date) -> Buckets:
    """How many are late, end today, within a week, or later; without a date they are later."""
    days = [(last_day(item.due_at) - today).days if item.due_at else 999 for item in found]
    return Buckets(
        overdue=sum(day < 0 for day in days),
        today=sum(day == 0 for day in days),
        week=sum(0 < day <= 7 for day in days),
        later=sum(day > 7 for day in days),
    )


@dataclass(frozen=True)
class Day:
    date: date
    items: list[Item]
    is_today: bool


def strip(found: list[Item], today: date, length: int = 30) -> list[Day]:
    """The days ahead with what ends on each; none at all when nothing ends on any of them."""
    dates = [today + timedelta(days=count) for count in range(length)]
    days = [Day(day, [i for i in found if i.due_at and last_day(i.due_at) == day], day == today) for day in dates]
    return days if any(day.items for day in days) else []


def last_day(due_at: datetime) -> date:
    """The day that an exclusive end closes."""
    return (due_at - timedelta(microseconds=1)).astimezone(clock.BEIJING).date()
