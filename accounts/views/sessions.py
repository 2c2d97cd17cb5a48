"""What a page asks about its own session, and where a sign-in in a second window ends."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import sessions


@never_cache
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Who is signed in, until when, and the token of now; asking without ``X-Background`` is a sign of life."""
    if not request.user.is_authenticated:
        return JsonResponse({"sign_in": reverse("account_login")}, status=401)
    return JsonResponse(
        {
            "user": sessions.written_by(request),
            "name": request.user.name,
            "csrf": get_token(request),
            "expires_at": sessions.ends_at(request),
            "left": sessions.seconds_left(request),
        }
    )


@never_cache
@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """The last page of a sign-in in a second window: its script tells the first one."""
    if not request.user.is_authenticated:
        return HttpResponse(status=302, headers={"Location": reverse("account_login")})
    return render(request, "accounts/signed_in.html")
