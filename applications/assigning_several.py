"""Several cases of SAC's queue taken or passed on at once: each by itself under its own lock, each with its answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.models import Person
from organisations.models import Membership, Role

from . import assigning
from .holding import Moved
from .listing import SIZE
from .queries import visible_to

if TYPE_CHECKING:
    from .models import Application

# A page of the queue.
MOST = SIZE


@dataclass(frozen=True)
class Answer:
    """What came of one case."""

    application: "Application"
    done: bool
    words: str


def chosen(keys: Iterable[Any], seat: Membership) -> "list[Application]":
    """The chosen cases that have come to SAC, as the queue has them; of others there is none here."""
    if seat.role != Role.SAC_OFFICER:
        return []
    rows = visible_to(seat).filter(pk__in=list(keys)[:MOST], received_at__isnull=False)
    return list(rows.select_related("officer").order_by("since", "id"))


def take_all(applications: "Iterable[Application]", seat: Membership) -> list[Answer]:
    return [_answered(each, lambda row: assigning.take(row, seat=seat), "已领取") for each in applications]


def hand_over_all(
    applications: "Iterable[Application]", to: Person, note: str, *, had: dict[str, str], seat: Membership
) -> list[Answer]:
    """Give each to a colleague; ``had`` says who had it on the page, by the case's key."""

    def hand_over(row: "Application") -> None:
        assigning.hand_over(row, to, note, had=had.get(str(row.pk), ""), seat=seat)

    return [_answered(each, hand_over, f"已转交给{to.name}") for each in applications]


def _answered(application: "Application", act: "Callable[[Application], None]", words: str) -> Answer:
    """One that cannot be done any more does not hold the others back."""
    try:
        act(application)
    except Moved as moved:
        return Answer(application, False, str(moved))
    return Answer(application, True, words)
