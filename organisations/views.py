from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from procedure import clock

from .middleware import SESSION_KEY
from .queries import seats_of


@login_required
@require_POST
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own seats from here on."""
    key = request.POST.get("seat", "")
    seat = get_object_or_404(seats_of(request.user, clock.today()), pk=int(key) if key.isdecimal() else 0)
    request.session[SESSION_KEY] = seat.pk
    return redirect("workbench:home")
