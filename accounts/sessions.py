"""How long a session lasts, whose page it was, and how somebody who is out is told so without losing their text."""

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.http import HttpRequest

LAST_SIGN_IN = "last_sign_in"
# allauth's own record of how this session was opened.
_METHODS = "account_authentication_methods"
_BEGUN, _ACTIVE = "begun_at", "active_at"
# Under this name the session keeps the seat that was chosen; nothing is kept before the first choice.
_SEAT = "seat"
# The session's row is written at most this often only because somebody is there.
_WRITTEN_EVERY = 60
_WRITTEN_BY = signing.Signer(salt="accounts.written_by")


def begin(request: HttpRequest, before: dict[str, Any] | None) -> None:
    """Start the clocks of a new session; ``before`` is the sign-in before this one, for its person to look at."""
    now = int(time.time())
    request.session.update({_BEGUN: now, _ACTIVE: now, LAST_SIGN_IN: before})


def is_open(request: HttpRequest) -> bool:
    """Whether somebody's session came with the request; without a cookie nothing is looked up."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session


def begun_at(request: HttpRequest) -> datetime:
    return datetime.fromtimestamp(request.session.get(_BEGUN, 0), UTC)


def has_run_out(request: HttpRequest) -> bool:
    """Whether the session of this request is too old, or was left alone too long."""
    return ends_at(request) <= time.time()


def ends_at(request: HttpRequest) -> int:
    """When the session ends if nobody does anything more, in seconds since the epoch."""
    session = request.session
    idle = session.get(_ACTIVE, 0) + settings.SESSION_IDLE_SECONDS
    return int(min(idle, session.get(_BEGUN, 0) + settings.SESSION_COOKIE_AGE))


def seconds_left(request: HttpRequest) -> int:
    return max(ends_at(request) - int(time.time()), 0)


def keep_alive(request: HttpRequest) -> None:
    """Note that a person did something; what a page asks by itself does not count."""
    now = int(time.time())
    if not is_background(request) and now - request.session.get(_ACTIVE, 0) >= _WRITTEN_EVERY:
        request.session[_ACTIVE] = now


def is_background(request: HttpRequest) -> bool:
    return request.headers.get("X-Background") == "1"


def is_navigation(request: HttpRequest) -> bool:
    """Whether a person will see the answer as a page; a script must never be sent to the sign-in page."""
    headers = request.headers
    if is_background(request) or "HX-Request" in headers or "X-Requested-With" in headers:
        return False
    if headers.get("Accept") == "application/json" or request.content_type == "application/json":
        return False
    return headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def is_of_this_house(request: HttpRequest) -> bool:
    """Whether a page of ours sent this, as the browser itself says."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def by_password(request: HttpRequest) -> bool:
    """Whether this session was opened at the door, and not by the sandbox's one click."""
    return bool(request.session.get(_METHODS))


def by_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with one, so that nobody need look whether there is one."""
    return any(each.get("method") == "mfa" for each in request.session.get(_METHODS) or [])


def forget_second_factor(request: HttpRequest) -> None:
    """Taken away in this very session: from here on it has to be looked for."""
    if _METHODS in request.session:
        request.session[_METHODS] = [each for each in request.session[_METHODS] if each.get("method") != "mfa"]


def spared(request: HttpRequest) -> bool:
    """The sandbox's one-click people are asked for neither a second factor nor a new password."""
    return settings.SANDBOX and not by_password(request)


def written_by(request: HttpRequest) -> str:
    """A sealed word for a page: which person, in which seat, its text belongs to; empty for nobody."""
    person = request.session.get(SESSION_KEY)
    return _WRITTEN_BY.sign(f"{person}:{request.session.get(_SEAT, '')}") if person else ""


def somebody_elses(request: HttpRequest, sealed: str) -> str:
    """``person`` or ``seat`` when a page was another's than who sends it now; empty when it is the same."""
    try:
        person, _, seat = _WRITTEN_BY.unsign(sealed).partition(":")
    except signing.BadSignature:
        return "person"
    if person != str(request.user.pk):
        return "person"
    return "seat" if seat != str(request.session.get(_SEAT, "")) else ""
