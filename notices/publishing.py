"""公示 as every room publishes it: a draft's notice, its items, and what holds a decision back (办法15, 16, 35)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from procedure import reckoning
from procedure.acts import Act
from procedure.reckoning import Reckoned, beijing_day, chinese_date, end_instant
from procedure.steps import Fixed

from . import models
from .models import ItemOutcome, Notice, NoticeItem, Objection
from .procedure import OPEN, NoticeState, ObjectionState

# Where the text of a draft says the period, which is known only on the day of its publication.
PERIOD = "【公示期】"
CONTACT = ("office", "phone", "email", "address")
_AGAIN = "另行公示，公示期重新计算。"
_COPIED = ("title", "official_url", *CONTACT)


class Draft(Protocol):
    """What a notice is made of: a row that lies ready, or what was proposed with the step."""

    title: Any
    text: Any
    shown_end: Any
    official_url: Any
    office: Any
    phone: Any
    email: Any
    address: Any


@dataclass
class Wording:
    """A draft that no row keeps."""

    title: str
    text: str
    office: str
    phone: str
    address: str
    shown_end: date | None = None
    email: str = ""
    official_url: str = ""


def shown_end(draft: Draft, day: date) -> date:
    """The end that the notice would show, published on this day."""
    end: date = draft.shown_end or reckoning.publicity(day).end
    return end


def words(draft: Draft, day: date) -> str:
    """The text as it would stand, published on this day."""
    period = f"{chinese_date(day)}至{chinese_date(shown_end(draft, day))}"
    text: str = draft.text
    return text.replace(PERIOD, period)


def publish(draft: Draft, act: Act, *, article: str, corrects: Notice | None = None) -> tuple[Notice, Reckoned]:
    """Bear the notice; the period says below which day none of its items may end."""
    period = reckoning.publicity(beijing_day(act.at), article=article)
    copied = {name: getattr(draft, name) for name in _COPIED}
    notice = act.start(Notice(
        state=NoticeState.PUBLISHED, text=words(draft, period.start), published_on=period.start, published_at=act.at,
        shown_start=period.start, shown_end=shown_end(draft, period.start), corrects=corrects, **copied,
    ))  # fmt: skip
    assert isinstance(notice, Notice)
    act.owe("notice_print", notice=str(notice.pk))
    return notice, period


def add_item(notice: Notice, position: int, period: Reckoned, shown: dict[str, str]) -> NoticeItem:
    return models.NoticeItem.objects.create(
        notice=notice, position=position, minimum_end=period.unmoved, shown_end=notice.shown_end,
        ends_at=end_instant(notice.shown_end), **shown,
    )  # fmt: skip


def leave_former(items: Iterable[Any], at: datetime) -> None:
    """What is published anew still stands in earlier notices, which now say where it went."""
    for item in models.NoticeItem.objects.filter(pk__in=items, outcomes__isnull=True):
        ItemOutcome.objects.create(item=item, kind=ItemOutcome.Kind.CORRECTED, note=_AGAIN, at=at)


def objections_to(items: Any) -> QuerySet[Objection]:
    """All that were ever raised, by whichever notice they came."""
    return models.Objection.objects.filter(item__in=items).order_by("number")


def open_objections(items: Any) -> QuerySet[Objection]:
    """What is not closed: a correction leaves nobody's objection behind."""
    return objections_to(items).filter(state__in=OPEN)


def unfit_objections(items: Any, standing: Any) -> QuerySet[Objection]:
    """What found the case unfit for good, and what asks for a correction of the item that still stands."""
    uncorrected = Q(state=ObjectionState.TO_CORRECT, item=standing)
    return objections_to(items).filter(Q(state=ObjectionState.UNFIT) | uncorrected)


def not_over(item: NoticeItem | None, at: datetime) -> str | None:
    """Neither a person nor the timer closes a publicity before its month is over."""
    if item is None:
        return "还没有公示。"
    return None if at >= item.ends_at else f"公示期至{chinese_date(item.shown_end)}24时，期满后才能办理。"


def still_objected(items: Any, doing: str) -> str | None:
    numbers = [objection.number for objection in open_objections(items)]
    return f"还有 {len(numbers)} 件异议没有办结（{'、'.join(numbers)}），办结后才能{doing}。" if numbers else None


def found_unfit(items: Any, standing: Any, doing: str) -> str | None:
    numbers = [objection.number for objection in unfit_objections(items, standing)]
    return f"异议 {'、'.join(numbers)} 办结为不符合要求或者须更正公示，不能{doing}。" if numbers else None


def period_end(item: NoticeItem) -> Fixed:
    """The end of an item's period, for the date that ends it."""
    start, shown = chinese_date(item.notice.published_on), chinese_date(item.shown_end)
    least = chinese_date(item.minimum_end)
    return Fixed(item.ends_at, f"{start}公示，公示时间不少于1个月，最短至{least}；公示期至{shown}24时。")


def last_contact() -> dict[str, Any]:
    """Where the newest notice let objections go, for the next one to begin with."""
    newest = models.Notice.objects.order_by("-published_at").first()
    return {name: getattr(newest, name) for name in CONTACT} if newest else {}
