"""From a call to a draft."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications import forms
from applications.access import seat_of
from applications.models import Application
from applications.queries import calls_open_to, extended_for
from organisations.models import Role
from procedure import clock
from procedure.acts import NotPermitted, Refused
from procedure.asked import uuid_in
from procedure.perform import start
from procedure.steps import Refusal


@login_required
@require_safe
def choose_call(request: HttpRequest) -> HttpResponse:
    """The open calls to apply under."""
    open_calls = calls_open_to(seat_of(request).unit_id, clock.now())
    return render(request, "applications/choose_call.html", {"calls": open_calls})


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Name the base, choose the organiser, and have a draft."""
    seat = seat_of(request)
    found = get_object_or_404(calls_open_to(seat.unit_id, clock.now()), pk=key)
    if seat.role not in (Role.PREPARER, Role.SUBMITTER):
        return render(request, "applications/cannot_begin.html", {"call": found}, status=403)
    new = Application(call=found, unit=seat.unit, region=seat.unit.region, started_by=seat.person)
    new.extended_to = extended_for(found, seat.unit_id)
    form = forms.MattersForm(request.POST or None, instance=new, call=found, seat=seat)
    refusals: list[Refusal] = []
    once = uuid_in(request.POST.get("key", ""))
    if request.method == "POST" and form.is_valid():
        new.recommender = form.recommender
        try:
            started = start(new, seat=seat, key=once)
        except NotPermitted:
            raise Http404 from None
        except Refused as refused:
            refusals = refused.refusals
        else:
            return redirect("applications:overview", started.pk)
    context = {"call": found, "form": form, "refusals": refusals, "key": once or uuid.uuid4()}
    return render(request, "applications/begin.html", context, status=422 if request.method == "POST" else 200)
