"""Who must sign in with a second factor, and is led to setting one up before anything else."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import kept, sessions
from accounts.middleware import led_away
from procedure import clock

from .models import Role
from .queries import seats_of

# Those who only apply may do without; everybody else judges, decides or administers.
_WITHOUT = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN)
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_WHY = "您的岗位要求登录时再验证一次身份。请先设好动态口令或通行密钥，设好后就可以继续。"


def needs_second_factor(person: Any) -> bool:
    """Whether one of today's seats of a person asks for a second factor."""
    return any(seat.role not in _WITHOUT for seat in seats_of(person, clock.today()))


def has_second_factor(person: Any) -> bool:
    return bool(is_mfa_enabled(person, types=_FACTORS))


class SecondFactorFirst:
    """Officials, experts and administrators without a second factor get to the page that sets it up, nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        if not sessions.is_open(request) or sessions.spared(request) or kept.at_the_door(request):
            return None
        seats = request.seats  # type: ignore[attr-defined]
        if all(seat.role in _WITHOUT for seat in seats):
            return None
        if sessions.by_second_factor(request) or has_second_factor(request.user):
            return None
        return led_away(request, reverse("mfa_index"), _WHY)
