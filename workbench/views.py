"""Home, the case page, steps, messages, and the pages about the procedure itself."""

import uuid
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import asides, call_tabs, diary, tabs
from applications.access import seat_of
from applications.listing import TONES, counts_by_state
from applications.models import Application
from applications.procedure import State
from applications.queries import calls_open, missed
from applications.returns import last_return
from organisations.models import Membership, Role
from procedure import articles, clock, outbox
from procedure.acts import NotPermitted, Refused
from procedure.asked import uuid_in, whole_number
from procedure.machines import Procedure, final_states, steps_of
from procedure.models import DueDate, Notification, Outbox, Record
from procedure.offers import Offer, offer_of, offers
from procedure.perform import perform
from procedure.steps import Refusal, Step
from procedure.taking import form_of

from . import chart, todo
from .cases import seen
from .stages import main_road, rail


@require_safe
def public_home(request: HttpRequest) -> HttpResponse:
    """What is open to everybody: calls now, notices and bases when there are any."""
    return render(request, "workbench/public_home.html", {"calls": calls_open(clock.now()), "notices": [], "bases": []})


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """待办 of the seat; somebody without a seat is told what to do about it."""
    seat = request.seat or None  # type: ignore[attr-defined]
    if not seat:
        return render(request, "workbench/no_seat.html")
    found, today = todo.items(seat, clock.now()), clock.today()
    stages = counts_by_state(seat)
    context = {
        "items": found,
        "buckets": todo.buckets(found, today),
        "days": todo.strip(found, today),
        "nearest": next((item for item in found if item.due), None),
        "stages": stages,
        "most": max((stage["count"] for stage in stages), default=0),
        "news": Notification.objects.filter(person=seat.person).order_by("-id")[:5],
    }
    return render(request, "workbench/home.html", context)


@login_required
@require_safe
def case(request: HttpRequest, machine: str, key: uuid.UUID) -> HttpResponse:
    """Where a case stands, what this seat can do, until when, and what has been."""
    seat = seat_of(request)
    subject = seen(seat, machine, key)
    records = list(Record.objects.filter(root=subject.root).order_by("id"))
    asked = request.GET.get("tab", "")
    context = {
        "subject": subject,
        "machine": machine,
        "stages": rail(subject, records),
        "offers": [_offered(offer) for offer in sorted(offers(subject, seat), key=_leads_aside)],
        "dues": DueDate.objects.filter(root=subject.root, closed_at__isnull=True).order_by("due_at"),
        "records": records,
        "tabs": _tabs(subject, seat, asked),
        "missed": _missed(subject),
        "returned": last_return(records),
        "writable": isinstance(subject, Application) and tabs.writable(subject, seat),
        "tone": TONES.get(State(subject.state), "plain") if machine == "application" else "doing",
    }
    if isinstance(subject, Application):
        context |= asides.beside(subject, seat)
    return render(request, "workbench/case.html", context | _tab_context(request, subject, asked, records))


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, machine: str, key: uuid.UUID, name: str) -> HttpResponse:
    """A step's page: what it does, its article, its fields, who is told, what cannot be undone; and the step itself."""
    seat = seat_of(request)
    subject = seen(seat, machine, key)
    declared = steps_of(type(subject)).get(name)
    if declared is None or not declared.permits(subject, seat):
        raise Http404
    if request.method == "GET":
        refusals = offer_of(subject, declared, seat).refusals
        form_class = form_of(subject, declared)
        form = form_class(subject=subject, seat=seat) if form_class else None
        return _step_page(request, subject, declared, form, refusals, uuid.uuid4(), subject.version)
    return _taken(request, subject, declared)


def _taken(request: HttpRequest, subject: Procedure, declared: Step) -> HttpResponse:
    seat, key = seat_of(request), uuid_in(request.POST.get("key", ""))
    # A page that does not say what it showed counts as one grown old.
    looked_at = whole_number(request.POST.get("seen", ""), otherwise=-1)
    try:
        perform(subject, declared.name, seat=seat, data=request.POST, seen=looked_at, key=key)
    except NotPermitted:
        raise Http404 from None
    except Refused as refused:
        form = refused.form or _filled(subject, declared, seat, request.POST)
        again = key or uuid.uuid4()
        return _step_page(request, subject, declared, form, refused.refusals, again, subject.version, status=409)
    flash.success(request, f"“{declared.label}”已办理，有关单位会收到通知。")
    return redirect(subject.get_absolute_url())


def _filled(subject: Procedure, declared: Step, seat: Any, data: Any) -> Any:
    """The form as it was typed, so that a refusal loses nothing."""
    form_class = form_of(subject, declared)
    return form_class(data, subject=subject, seat=seat) if form_class else None


def _step_page(
    request: HttpRequest, subject: Procedure, declared: Step, form: Any, refusals: list[Refusal], key: Any, seen: int,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    in_form = {str(error) for errors in form.errors.values() for error in errors} if form and form.is_bound else set()
    context = {
        "subject": subject,
        "step": declared,
        "form": form,
        "refusals": [refusal for refusal in refusals if refusal.sentence not in in_form],
        "key": key,
        "seen": seen,
        "citation": articles.cite(declared.article),
        "quotation": articles.quotation(declared.article),
        "final": declared.target in final_states(type(subject)),
        "target": subject.States(declared.target).label,
    }
    return render(request, "workbench/step.html", context, status=status)


@login_required
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """One's messages, newest first, paged by key."""
    rows = Notification.objects.filter(person_id=request.user.pk or 0).order_by("-id")
    if before := whole_number(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    found = list(rows[:31])
    following = found[29].pk if len(found) > 30 else None
    return render(request, "workbench/messages.html", {"messages_shown": found[:30], "following": following})


@login_required
@require_POST
def message_opened(request: HttpRequest, key: int) -> HttpResponse:
    """Mark one message as read and go where it leads."""
    found = Notification.objects.filter(person_id=request.user.pk or 0, pk=key).first()
    if found is None:
        raise Http404
    Notification.objects.filter(pk=key, read_at__isnull=True).update(read_at=timezone.now())
    return redirect(found.url or "workbench:messages")


@login_required
@require_POST
def messages_read(request: HttpRequest) -> HttpResponse:
    Notification.objects.filter(person_id=request.user.pk or 0, read_at__isnull=True).update(read_at=timezone.now())
    return redirect("workbench:messages")


@require_safe
def procedure_chart(request: HttpRequest) -> HttpResponse:
    """附件1: the flow chart, drawn from the very declaration that the program runs."""
    return render(request, "workbench/chart.html", chart.page())


@login_required
@require_http_methods(["GET", "POST"])
def incidents(request: HttpRequest) -> HttpResponse:
    """Effects whose retries are used up; the system administrator may order another round."""
    if seat_of(request).role != Role.SYSTEM_ADMIN:
        raise Http404
    if request.method == "POST":
        outbox.retry(whole_number(request.POST.get("outbox", "")))
        flash.success(request, "已重新安排，一分钟内会再次办理。")
        return redirect("workbench:incidents")
    rows = Outbox.objects.filter(failed_at__isnull=False, done_at__isnull=True).order_by("-failed_at")[:100]
    return render(request, "workbench/incidents.html", {"incidents": rows})


def _missed(subject: Procedure) -> bool:
    """Whether an application stopped short of SAC because its call's window ended."""
    return isinstance(subject, Application) and missed(subject.state, subject.closes_at, clock.now())


def _leads_aside(offer: Offer) -> bool:
    """Whether a step leaves the main road or goes back on it: what leads on is offered first."""
    road, state, target = main_road(type(offer.subject)), offer.subject.state, offer.step.target
    return not (state in road and target in road and road.index(target) > road.index(state))


def _offered(offer: Offer) -> dict[str, Any]:
    url = reverse("workbench:step", args=[offer.subject.machine, offer.subject.pk, offer.step.name])
    return {"step": offer.step, "refusals": offer.refusals, "url": url, "aside": _leads_aside(offer)}


def _tabs(subject: Procedure, seat: Membership, asked: str) -> list[dict[str, Any]]:
    own = tabs.shown_to(seat) if isinstance(subject, Application) else call_tabs.TABS
    known = {**{name: tab.label for name, tab in own.items()}, "records": "记录"}
    chosen = asked if asked in known else next(iter(known))
    return [{"name": name, "label": label, "active": name == chosen} for name, label in known.items()]


def _tab_context(request: HttpRequest, subject: Procedure, asked: str, records: list[Record]) -> dict[str, Any]:
    seat = seat_of(request)
    chosen = next(tab["name"] for tab in _tabs(subject, seat, asked) if tab["active"])
    if chosen == "records":
        also = diary.entries(subject) if isinstance(subject, Application) else []
        told: list[Any] = [*records, *also]
        told.sort(key=lambda entry: entry.at)
        return {"tab_template": "workbench/tab_records.html", "told": told[::-1]}
    room: Any = tabs if isinstance(subject, Application) else call_tabs
    return {"tab_template": room.TABS[chosen].template} | room.context(chosen, subject, seat, request.GET)
