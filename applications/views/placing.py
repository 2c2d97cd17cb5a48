"""The organiser corrects where a base lies."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import forms
from applications.access import application_seen, seat_of
from applications.holding import Moved
from applications.placing import correct_region, may_correct, regions_for
from organisations.models import Role


@login_required
@require_http_methods(["GET", "POST"])
def region(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Another region with its reason; offered while the case is under appraisal."""
    seat, application = seat_of(request), application_seen(request, key)
    if seat.role != Role.ORGANISER_OFFICER:
        raise Http404
    posted = request.method == "POST"
    form = forms.RegionForm(
        request.POST if posted else None, regions=regions_for(application), initial={"before": application.region_id}
    )
    refused = "" if may_correct(application, seat) else f"本案现在是“{application.state_label}”，不能再改所在地。"
    if posted and not refused and form.is_valid():
        facts = form.cleaned_data
        try:
            correct_region(application, form.chosen, facts["reason"], before=facts["before"], seat=seat)
        except Moved as moved:
            refused = str(moved)
        else:
            messages.success(request, f"所在地已改正为{form.chosen}。")
            return redirect(application)
    context = {"application": application, "form": form, "refused": refused}
    status = (409 if refused else 422) if posted else 200
    return render(request, "applications/region.html", context, status=status)
