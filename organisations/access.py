"""How a request of this room is let in: by its seat, by its role, or to nothing at all."""

from typing import Any

from django.http import Http404, HttpRequest

from .models import Membership, Role


def seat_of(request: HttpRequest) -> Membership:
    """The seat of a signed-in person; somebody without one sees nothing."""
    seat: Membership | None = request.seat or None  # type: ignore[attr-defined]
    if not seat:
        raise Http404
    return seat


def seat_as(request: HttpRequest, *roles: Role) -> Membership:
    """The seat that is acted in, if it has one of the roles; 404 for everybody else."""
    seat = seat_of(request)
    if seat.role not in roles:
        raise Http404
    return seat


def admin_seat_of(request: HttpRequest) -> Membership:
    """The seat by which this person administers the unit for which they act; 404 for all others."""
    seat = admin_seat(request)
    if seat is None:
        raise Http404
    return seat


def admin_seat(request: HttpRequest) -> Membership | None:
    """Who administers the unit in another seat of theirs need not change seats for it: it is the same unit."""
    here = seat_of(request)
    seats: Any = request.seats  # type: ignore[attr-defined]
    return next((seat for seat in seats if seat.role == Role.UNIT_ADMIN and seat.unit_id == here.unit_id), None)
