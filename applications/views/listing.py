"""The queue: what the seat may see, filtered in the address, paged by key."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications import named_filters
from applications.access import seat_of
from applications.listing import page_of
from applications.procedure import WITH_SAC, BaseKind, State
from organisations.models import Role


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    seat = seat_of(request)
    context = {
        "page": page_of(seat, request.GET),
        "states": State.choices,
        "kinds": BaseKind.choices,
        "named": named_filters.of(seat),
        "here": named_filters.query_of(seat, request.GET),
        "selectable": WITH_SAC if seat.role == Role.SAC_OFFICER else (),
    }
    return render(request, "applications/queue.html", context)
