"""One vertical line: every act on the base and on what hangs on it, from the call on, with the papers at their days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from applications import queries as applications
from applications.models import Application
from bases.models import Base
from organisations.models import Membership
from procedure.machines import MACHINES
from procedure.models import Record
from workbench import telling

from .papers import Link
from .standing import AsOf


@dataclass
class Event:
    """One act as this reader knows it, with its papers."""

    at: datetime
    label: str
    of: str
    who: str = ""
    note: str = ""
    article: str = ""
    on_behalf: str = ""
    kind: str = "step"
    subject: Any = None
    url: str = ""
    links: list[Link] = field(default_factory=list)


def application_of(base: Base, seat: Membership) -> Application | None:
    """The application that the base came from, if the seat may see it; history has none."""
    return applications.visible_to(seat).filter(base=base.pk).select_related("call", "unit").first()


def records_of(base: Base, application: Application | None, seat: Membership, asof: AsOf) -> list[telling.Told]:
    """What the seat may read of all that happened up to the day, the oldest first."""
    roots = [base.pk, *([application.pk] if application else [])]
    rows = list(Record.objects.filter(root__in=roots, at__lt=asof.before).order_by("at", "id"))
    return telling.told_to(seat, rows)


def events(
    base: Base, application: Application | None, seat: Membership, asof: AsOf, links: Iterable[Link]
) -> list[Event]:
    """The line, the oldest on top."""
    found = [_call(application)] if application and application.call.opens_at < asof.before else []
    found += [_event(told) for told in records_of(base, application, seat, asof)]
    for link in links:
        _place(found, link)
    return sorted(found, key=lambda event: event.at)


def _call(application: Application) -> Event:
    call = application.call
    return Event(call.opens_at, f"发布{call.title}", "申报指南", url=call.get_absolute_url())


def _event(told: telling.Told) -> Event:
    machine, key = told.machine, told.subject_id
    return Event(
        at=told.at, label=told.label, of=MACHINES[machine].machine_label, who=told.who, note=told.note,
        article=told.article, on_behalf=told.on_behalf, kind=told.kind, subject=key,
        url=reverse("workbench:case", args=[machine, key]),
    )  # fmt: skip


def _takes(event: Event, link: Link) -> bool:
    if event.kind == "paper":
        return event.label == link.of
    return link.subject is not None and event.subject == link.subject


def _place(found: list[Event], link: Link) -> None:
    """Beside the last act on what it is of; what is of none stands by itself, under its own title."""
    beside = next((event for event in reversed(found) if _takes(event, link)), None)
    if beside:
        beside.links.append(link)
    else:
        found.append(Event(link.at, link.of, "文件", kind="paper", links=[link]))
