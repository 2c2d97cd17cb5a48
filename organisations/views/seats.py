from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from organisations.middleware import SESSION_KEY
from organisations.queries import seats_of
from procedure import clock
from procedure.asked import way_on, whole_number


@login_required
@require_POST
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own seats from here on."""
    key = whole_number(request.POST.get("seat", ""))
    seat = get_object_or_404(seats_of(request.user, clock.today()), pk=key)
    request.session[SESSION_KEY] = seat.pk
    return HttpResponseRedirect(way_on(request) or reverse("workbench:home"))
