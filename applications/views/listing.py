"""The queue: what the seat may see, filtered in the address, paged by key."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.access import seat_of
from applications.listing import page_of
from applications.procedure import BaseKind, State


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    page = page_of(seat_of(request), request.GET)
    context = {"page": page, "states": State.choices, "kinds": BaseKind.choices}
    return render(request, "applications/queue.html", context)
