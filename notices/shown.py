"""A notice as its page and the list show it: where its period stands, and what became of each item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from procedure import clock

from .models import ItemOutcome, Notice, NoticeItem
from .objecting import GONE
from .procedure import NoticeState


@dataclass(frozen=True)
class ShownItem:
    item: NoticeItem
    outcome: ItemOutcome | None
    # Nothing can be objected to where the item has left the notice.
    open_to_objection: bool
    in_time: bool

    @property
    def words(self) -> str:
        """What is said of it in one word."""
        return _word(self.outcome.kind if self.outcome else None, in_time=self.in_time)


@dataclass(frozen=True)
class Shown:
    notice: Notice
    items: list[ShownItem] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        return self.notice.state == NoticeState.PUBLISHED and any(
            each.in_time and each.open_to_objection for each in self.items
        )

    @property
    def is_withdrawn(self) -> bool:
        return self.notice.state == NoticeState.WITHDRAWN

    @property
    def state_words(self) -> str:
        if self.is_withdrawn:
            return "已撤下"
        return "正在公示" if self.is_running else "公示期满"


def shown(notice: Notice) -> Shown:
    return Shown(notice, [_item(item) for item in notice.items.all()])


def _item(item: NoticeItem) -> ShownItem:
    outcomes = list(item.outcomes.all())
    gone = any(outcome.kind in GONE for outcome in outcomes)
    return ShownItem(item, outcomes[-1] if outcomes else None, not gone, item.is_open(clock.now()))


def running_shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the running notices with what is proposed of each item, and what became of it meanwhile."""
    items = [{**item, "said": _said(item)} for item in row["items"]]
    return {**row, "items": items}


def _said(item: Mapping[str, Any]) -> str:
    said = item["change"] or f"{item['recommender']}推荐"
    return f"{said} · {_word(item['outcome'], in_time=True)}" if item["outcome"] else said


def earlier_shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the earlier notices with what became of each item, by name where there are several."""
    now, items = clock.now(), row["items"]
    said = [_word(item["outcome"], in_time=now < item["ends_at"]) for item in items]
    if len(items) > 1:
        said = [f"{item['name']}：{words}" for item, words in zip(items, said, strict=True)]
    return {**row, "results": ["已撤下"] if row["state"] == NoticeState.WITHDRAWN else said}


def _word(outcome: str | None, *, in_time: bool) -> str:
    if outcome:
        return str(ItemOutcome.Kind(outcome).label)
    return "正在公示" if in_time else "公示期满"
