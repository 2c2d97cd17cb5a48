"""How a request reaches an application: through what its seat may see, or not at all."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest

from organisations.models import Membership

from .models import Application
from .queries import drafts_writable_by, plans_written_by, visible_to
from .saving import NotWritable


def seat_of(request: HttpRequest) -> Membership:
    """The seat of a signed-in person; somebody without one sees nothing."""
    seat: Membership | None = request.seat or None  # type: ignore[attr-defined]
    if not seat:
        raise Http404
    return seat


def application_seen(request: HttpRequest, key: uuid.UUID) -> Application:
    return _found(visible_to(seat_of(request)), key)


def draft_written(request: HttpRequest, key: uuid.UUID) -> Application:
    """The draft that this seat may write; NotWritable, a kind of 404, where it is not a draft any more."""
    seat = seat_of(request)
    found = _first(drafts_writable_by(seat), key)
    if found is None:
        raise NotWritable if plans_written_by(seat).filter(pk=key).exists() else Http404
    return found


def _found(rows: Any, key: uuid.UUID) -> Application:
    found = _first(rows, key)
    if found is None:
        raise Http404
    return found


def _first(rows: Any, key: uuid.UUID) -> Application | None:
    found: Application | None = (
        rows.select_related("call", "unit", "organiser", "recommender", "region", "sector", "current")
        .filter(pk=key)
        .first()
    )
    return found
