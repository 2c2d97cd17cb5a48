"""The case page: where a case stands, what this seat can do, until when, and what has been."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications import asides, tabs
from applications.access import seat_of
from applications.listing import TONES
from applications.models import Application
from applications.procedure import State
from applications.queries import missed
from applications.returns import last_return
from assessments.registry import beginnings
from bases.models import Base
from bases.queries import carried_until, may_see
from organisations.deciding import SAC
from organisations.models import Membership
from procedure import clock
from procedure.holding import proposed_step
from procedure.machines import Procedure
from procedure.models import DueDate, Record
from procedure.offers import Offer, offers
from procedure.reckoning import end_instant
from workbench import dates, telling, turns
from workbench.cases import KINDS, kind_of, seen
from workbench.deciding import waiting_signature
from workbench.presence import look_in
from workbench.stages import main_road, rail
from workbench.waiting import CLOCK, waits_for


@login_required
@require_safe
def case(request: HttpRequest, machine: str, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    subject = seen(seat, machine, key)
    records = _records(subject, seat)
    asked = request.GET.get("tab", "")
    late = isinstance(subject, Application) and missed(subject.state, subject.closes_at, clock.now())
    proposal = waiting_signature(subject, seat)
    context = {
        "subject": subject,
        "machine": machine,
        "stages": rail(subject, [record for record in records if record.subject_id == subject.pk]),
        "offers": _offered(subject, seat, proposal),
        "proposal": proposal,
        "proposal_label": proposed_step(proposal).label if proposal else "",
        "dues": _dues(subject, seat),
        "records": records,
        "tabs": _tabs(subject, seat, asked),
        "missed": late,
        "returned": last_return(records),
        "waits_for": _waits_for(subject),
        "waiting": _waiting(subject, seat),
        "has_passport": isinstance(subject, Base) and may_see(subject, seat),
        "writable": isinstance(subject, Application) and tabs.writable(subject, seat),
        "tone": TONES.get(State(subject.state), "plain") if machine == "application" else "doing",
    }
    if isinstance(subject, Base):
        context["begins"] = beginnings(subject, seat)
    if isinstance(subject, Application):
        context |= asides.beside(subject, seat)
    return render(request, "workbench/case.html", context | _tab_context(request, subject, asked, records))


@login_required
@require_safe
def presence(request: HttpRequest, machine: str, key: uuid.UUID) -> HttpResponse:
    """Asked again and again by the open page: which colleagues have it open, too."""
    seat = seat_of(request)
    there = look_in(seat, seen(seat, machine, key))
    return render(request, "workbench/_presence.html", {"there": there})


def _records(subject: Procedure, seat: Membership) -> list[Record]:
    """Of a root everything under it, of a row that hangs on one its own; a former host reads its own time."""
    rows = Record.objects.filter(root=subject.root).order_by("id")
    if isinstance(subject, Base) and (until := carried_until(subject, seat)):
        rows = rows.filter(at__lt=end_instant(until))
    return list(rows if subject.pk == subject.root else rows.filter(subject_id=subject.pk))


def _offered(subject: Procedure, seat: Membership, proposal: Any) -> list[dict[str, Any]]:
    # SAC's people have been told of a proposal above; for the others it is asked here.
    known = {"proposal": proposal} if seat.role in SAC else {}
    found = sorted(offers(subject, seat, **known), key=_leads_aside)
    return [_shown(offer, subject) for offer in found if offer.subject.machine in KINDS]


def _shown(offer: Offer, page: Procedure) -> dict[str, Any]:
    return {
        "step": offer.step,
        "refusals": offer.refusals,
        "url": _page_of(offer),
        "aside": _leads_aside(offer),
        "of": _named(offer, page),
    }


def _page_of(offer: Offer) -> str:
    subject, name = offer.subject, offer.step.name
    if own := kind_of(subject).pages.get(name):
        return reverse(own, args=[subject.pk])
    return reverse("workbench:step", args=[subject.machine, subject.pk, name])


def _named(offer: Offer, page: Procedure) -> str:
    """On the page of a base: which of the things under it a step is of."""
    if offer.subject.pk == page.pk or not isinstance(page, Base):
        return ""
    return turns.title(offer.subject)


def _leads_aside(offer: Offer) -> bool:
    """Whether a step leaves the main road or goes back on it: what leads on is offered first."""
    road, state, target = main_road(type(offer.subject)), offer.subject.state, offer.step.target
    return not (state in road and target in road and road.index(target) > road.index(state))


def _waits_for(subject: Procedure) -> list[str]:
    """What hangs on a base waits as its entry says, and else for nothing but the clock; after its end for nobody."""
    if subject.barred():
        return []
    declared = kind_of(subject).awaits(subject) or waits_for(subject)
    if not turns.is_kept(subject):
        return declared
    return turns.awaited(subject) or [each for each in declared if each == CLOCK]


def _waiting(subject: Procedure, seat: Membership) -> list[dict[str, Any]]:
    """Of a base: for whom each thing that runs under it waits."""
    if not isinstance(subject, Base):
        return []
    rows = turns.open_under(subject.pk, seat)
    return [{"row": row, "whom": who, "words": words} for row in rows for who, words in turns.waits(row)]


def _dues(subject: Procedure, seat: Membership) -> list[DueDate]:
    """The open dates of the root's rows that the seat may see, with who has to act by each; a former host has none."""
    if isinstance(subject, Base) and carried_until(subject, seat):
        return []
    rows = dates.of_people().filter(root=subject.root, closed_at__isnull=True).order_by("due_at")
    found = telling.known_to(seat, list(rows if subject.pk == subject.root else rows.filter(subject_id=subject.pk)))
    for due in found:
        due.label = dates.label(due)
        due.whom = dates.whom(due) if isinstance(subject, Base) else ""  # type: ignore[attr-defined]
    return found


def _tabs(subject: Procedure, seat: Membership, asked: str) -> list[dict[str, Any]]:
    own = kind_of(subject).tabs(subject, seat)
    known = {**{name: tab.label for name, tab in own.items()}, "records": "记录"}
    chosen = asked if asked in known else next(iter(known))
    return [{"name": name, "label": label, "active": name == chosen} for name, label in known.items()]


def _tab_context(request: HttpRequest, subject: Procedure, asked: str, records: Sequence[Record]) -> dict[str, Any]:
    seat = seat_of(request)
    chosen = next(tab["name"] for tab in _tabs(subject, seat, asked) if tab["active"])
    if chosen == "records":
        return {"tab_template": "workbench/tab_records.html", "told": telling.diary_of(subject, seat, records)}
    kind = kind_of(subject)
    template = kind.tabs(subject, seat)[chosen].template
    return {"tab_template": template} | kind.context(chosen, subject, seat, request.GET)
