"""What a request asks for, as values; what cannot be read asks for nothing."""

import uuid
from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# No key is longer, and Python refuses to read thousands of digits.
_LONGEST = 18


def whole_number(text: str, *, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST else otherwise


def words_in(text: str, *, longest: int = 60) -> str:
    """What is looked for, as a database can be asked for it: NUL is in no text there."""
    return text.replace("\0", "").strip()[:longest]


def uuid_in(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def moment_and_key(typed: str) -> tuple[datetime, uuid.UUID] | None:
    """Where a page goes on: an instant, in UTC, and a row, of ``2026-06-01T02:00:00+00:00~…``; None if unreadable."""
    moment, _, row = typed.partition("~")
    try:
        at, key = datetime.fromisoformat(moment), uuid.UUID(row)
        # PostgreSQL knows fewer offsets than Python.
        return (at.astimezone(UTC), key) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def way_on(request: HttpRequest) -> str:
    """Where the form, or who led here, wants to go on to, if that is in this house; it may be no page at all."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else ""
