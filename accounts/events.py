"""The security record: one line for whatever happens to accounts, sessions and rights."""

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

from .models import EventKind, Person, SecurityEvent

_SHOWN_OF_AN_UNKNOWN_NAME = 2


def record(
    kind: EventKind,
    *,
    person: Person | None = None,
    request: HttpRequest | None = None,
    by: Person | None = None,
    email: str = "",
    detail: str = "",
) -> SecurityEvent:
    """Write one event; whose it is, who did it, and from where."""
    return SecurityEvent.objects.create(
        kind=kind,
        person=person,
        email=person.email if person else masked(email),
        by=by,
        address=client_address(request) if request else None,
        agent=request.META.get("HTTP_USER_AGENT", "")[:120].replace("\0", "") if request else "",
        detail=detail[:500],
    )


def client_address(request: HttpRequest) -> str | None:
    """The client's address as the last trusted proxy saw it; what is no address is none."""
    address: str | None = get_client_ip(request)
    return address


def masked(email: str) -> str:
    """Enough of an unknown address to recognise a slip, too little to give a password away."""
    name, at, domain = email.partition("@")
    return (f"{name[:_SHOWN_OF_AN_UNKNOWN_NAME]}***{at}{domain}" if email else "")[:254]


def last_sign_in(person: Person) -> dict[str, Any] | None:
    """The newest sign-in on record and how many tries have failed since, as the session carries it."""
    events = SecurityEvent.objects.filter(person=person)
    before = events.filter(kind=EventKind.SIGNED_IN).order_by("-pk").first()
    if before is None:
        return None
    failed = events.filter(kind=EventKind.FAILED, pk__gt=before.pk).count()
    return {"at": before.at.isoformat(), "address": before.address or "", "failed": failed}
