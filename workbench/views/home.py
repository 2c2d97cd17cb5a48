"""The two first pages: everybody's, and 待办 of a seat."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.listing import counts_by_state
from applications.queries import calls_open
from bases import register
from bases.tiles import tile_map
from notices.queries import running
from notices.shown import running_shown
from procedure import clock
from procedure.models import Notification
from workbench import todo

_NOTICES, _BASES = 5, 5


@require_safe
def public_home(request: HttpRequest) -> HttpResponse:
    """What is open to everybody: what is being published, calls, and the register."""
    context = {
        "notices": [running_shown(each) for each in running(clock.today(), _NOTICES)],
        "calls": calls_open(clock.now()),
        "states": [count for count in register.by_state() if count.count],
        "tiles": tile_map(register.by_area()),
        "bases": register.page_of(register.Asked()).rows[:_BASES],
    }
    return render(request, "workbench/public_home.html", context)


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
        "nearest": next((item for item in found if item.due_at), None),
        "stages": stages,
        "most": max((stage["count"] for stage in stages), default=0),
        "news": Notification.objects.filter(person=seat.person).order_by("-id")[:5],
    }
    return render(request, "workbench/home.html", context)
