"""Too many wrong passwords: locked by account and address together, and by the address alone when it sprays."""

from datetime import datetime
from typing import Any

from allauth.core.internal.ratelimit import truncate_ip
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .events import client_address
from .models import Person


class Handler(AxesDatabaseHandler):
    """One account from one address, as axes counts it; and one address over all accounts, with a limit of its own."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """The account's failures from this address; the full limit once the address itself has had too many."""
        if _of_address(request.axes_ip_address) >= settings.LOCKOUT_ADDRESS_LIMIT:
            return int(settings.AXES_FAILURE_LIMIT)
        return int(super().get_failures(request, credentials))


def typed_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Under which name failures are counted: as typed, whether or not there is such an account."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(typed).strip().lower()[:254]


def counted_address(request: HttpRequest) -> str | None:
    """The address under which failures are counted: of IPv6 the network, for its holder owns all of it."""
    address = client_address(request)
    return str(truncate_ip(address)) if address else None


def locked_out(request: Any, *answer_and_credentials: Any) -> HttpResponse:
    """The page of a lock: until when, and the ways back."""
    address, name = request.axes_ip_address, typed_name(request, request.axes_credentials)
    failed = AccessAttempt.objects.filter(ip_address=address)
    if _of_address(address) < settings.LOCKOUT_ADDRESS_LIMIT:
        failed = failed.filter(username=name)
    newest = failed.aggregate(newest=Max("attempt_time"))["newest"] or timezone.now()
    return render(request, "account/locked.html", {"until": _until(newest)}, status=429)


def unlock(person: Person) -> int:
    """Forget this account's failures, wherever they came from."""
    return int(AxesProxyHandler.reset_attempts(username=person.email.lower()))


def locked_until(person: Person) -> datetime | None:
    """Until when the account is locked for some address, or None."""
    tries = AccessAttempt.objects.filter(username=person.email.lower(), attempt_time__gt=_since())
    by_address = tries.values("ip_address").annotate(sum=Sum("failures_since_start"), newest=Max("attempt_time"))
    locked = [row["newest"] for row in by_address if row["sum"] >= settings.AXES_FAILURE_LIMIT]
    return _until(max(locked)) if locked else None


def _of_address(address: str | None) -> int:
    recent = AccessAttempt.objects.filter(ip_address=address, attempt_time__gt=_since())
    return recent.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


def _since() -> datetime:
    return timezone.now() - settings.AXES_COOLOFF_TIME


def _until(newest: datetime) -> datetime:
    until: datetime = newest + settings.AXES_COOLOFF_TIME
    return until
