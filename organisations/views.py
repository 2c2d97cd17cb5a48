from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from procedure import clock
from procedure.asked import whole_number

from .middleware import SESSION_KEY
from .queries import seats_of


@login_required
@require_POST
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own seats from here on."""
    key = whole_number(request.POST.get("seat", ""))
    seat = get_object_or_404(seats_of(request.user, clock.today()), pk=key)
    request.session[SESSION_KEY] = seat.pk
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return redirect(onward if safe else "workbench:home")
