"""For whom somebody acts in this request: one seat, always shown, chosen anew when it has ended."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from procedure import clock

from .models import Membership
from .queries import seats_of

SESSION_KEY = "seat"


class SeatMiddleware:
    """``request.seats`` are all seats held today, ``request.seat`` the chosen one or None; read only when asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.seats = SimpleLazyObject(lambda: _seats(request))  # type: ignore[attr-defined]
        request.seat = SimpleLazyObject(lambda: _chosen(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _seats(request: HttpRequest) -> list[Membership]:
    """With their unit alone, for every page asks: the person is there, and hardly anybody stands in for another."""
    if not request.user.is_authenticated:
        return []
    seats: list[Membership] = list(seats_of(request.user, clock.today()).select_related(None).select_related("unit"))
    for seat in seats:
        seat.person = request.user
    return seats


def _chosen(request: HttpRequest) -> Membership | None:
    seats: list[Membership] = list(request.seats)  # type: ignore[attr-defined]
    chosen = request.session.get(SESSION_KEY) if seats else None
    return next((seat for seat in seats if seat.pk == chosen), seats[0] if seats else None)
