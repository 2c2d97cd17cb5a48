"""Due dates that fall due on a base's way happen on their own day, before the next act."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from procedure import clock
from procedure.models import DueDate
from procedure.sweep import fire
from workbench.demo.endings import on


def turn(root: Any, moment: datetime) -> None:
    """Fire what is due of one root, in the order of the days, each at its own moment."""
    passed = DueDate.objects.filter(root=root, due_at__lte=moment, fired_at=None, closed_at=None)
    while first := passed.order_by("due_at", "pk").values_list("pk", "due_at").first():
        key, due_at = first
        with clock.at(due_at):
            fire(key, due_at)


@contextmanager
def on_turned(root: Any, day: date, hour: int = 10) -> Iterator[None]:
    with on(day, hour):
        turn(root, clock.now())
        yield
