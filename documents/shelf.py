"""Pages that are the same for everybody: kept ready in the cache until something changes, and without any cookie.

A view of such a page is ``shelved`` under a name; whoever changes what it shows calls ``bump`` with that name.
"""

import hashlib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from procedure import clock

log = structlog.get_logger(__name__)

# A change is seen at once here; elsewhere, and should its bump be lost, after this many seconds.
FRESH = 60
# Kept longer than it is fresh, so that a page that has not changed keeps the time of its last change.
_KEPT = 15 * 60
_LONGEST_PARAMETER = 200
# What each process has at hand, so as not to ask the cache for every request: few pages, small ones.
_MOST_AT_HAND, _LARGEST_AT_HAND = 200, 200_000

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Shelf:
    """Where a view's answers lie, and which parameters of the address make another page."""

    name: str
    parameters: tuple[str, ...] = ()

    @property
    def stamp_key(self) -> str:
        return f"shelf:{self.name}:stamp"

    def key(self, request: HttpRequest, today: str) -> str:
        """The address without what does not matter, on one day: days left change at midnight."""
        asked = [f"{name}={request.GET.get(name, '')[:_LONGEST_PARAMETER]}" for name in self.parameters]
        address = "\n".join([today, request.path, *asked])
        return f"shelf:{self.name}:{hashlib.sha256(address.encode()).hexdigest()}"


@dataclass(frozen=True)
class Kept:
    """One page as it was drawn, and until when it is served without being drawn anew."""

    stamp: str
    until: float
    body: bytes
    content_type: str
    disposition: str
    etag: str
    changed_at: int

    def is_fresh(self, stamp: str | None) -> bool:
        return stamp == self.stamp and time.time() < self.until


class _AtHand:
    """Pages of this process, each for a moment; what this process itself changes is dropped at once."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[float, Kept]] = {}

    def get(self, key: str) -> Kept | None:
        until, kept = self._pages.get(key, (0.0, None))
        return kept if time.monotonic() < until else None

    def put(self, key: str, kept: Kept) -> None:
        if settings.SHELF_SECONDS_AT_HAND and len(kept.body) <= _LARGEST_AT_HAND:
            if len(self._pages) >= _MOST_AT_HAND:
                self._pages.clear()
            self._pages[key] = (time.monotonic() + settings.SHELF_SECONDS_AT_HAND, kept)

    def drop(self, name: str) -> None:
        for key in [key for key in self._pages if key.startswith(f"shelf:{name}:")]:
            self._pages.pop(key, None)


_at_hand = _AtHand()


def shelved(name: str, *parameters: str) -> Callable[[View], View]:
    """Keep the view's answers under ``name``, one for each address with these parameters."""
    shelf = Shelf(name, parameters)

    def declare(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return view(request, *args, **kwargs)
            return _drawn(request, shelf, partial(view, request, *args, **kwargs))

        answer.shelf = shelf  # type: ignore[attr-defined]
        return answer

    return declare


def bump(name: str) -> None:
    """Say that what is shown under a name has changed, once that is committed."""
    transaction.on_commit(partial(_restamp, name), robust=True)


def render(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page drawn for nobody in particular: no session is asked, no token is given, no clock is shown."""
    return HttpResponse(render_to_string(template, {**context, "csrf_token": "", "now": None}, _nobody(request)))


class OpenPages:
    """Middleware: a shelved page that lies ready is served at once, and drawn for nobody where it has to be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        shelf = _shelf_of(request)
        if shelf is None:
            return self.get_response(request)
        request.COOKIES = {}
        key = shelf.key(request, clock.today().isoformat())
        if near := _at_hand.get(key):
            return _served(request, near)
        found = _look_up(shelf, key)
        stamp, kept = found
        if kept is not None and kept.is_fresh(stamp):
            _at_hand.put(key, kept)
            return _served(request, kept)
        # Read before the page is drawn: a change in between makes it old at once.
        request.shelf_found = found  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


def _shelf_of(request: HttpRequest) -> Shelf | None:
    if request.method not in ("GET", "HEAD") or not request.path_info.startswith(settings.SHELVED_UNDER):
        return None
    try:
        return getattr(resolve(request.path_info).func, "shelf", None)
    except Http404:
        return None


def _drawn(request: HttpRequest, shelf: Shelf, draw: Callable[[], HttpResponse]) -> HttpResponse:
    key = shelf.key(request, clock.today().isoformat())
    stamp, before = getattr(request, "shelf_found", None) or _look_up(shelf, key)
    response = draw()
    if response.status_code != 200:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    same = before is not None and before.etag == etag
    kept = Kept(
        stamp=stamp or "",
        until=time.time() + FRESH,
        body=response.content,
        content_type=response["Content-Type"],
        disposition=response.get("Content-Disposition", ""),
        etag=etag,
        changed_at=before.changed_at if same and before else int(time.time()),
    )
    _keep(key, kept)
    return _served(request, kept)


def _served(request: HttpRequest, kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.body, content_type=kept.content_type)
    response["Content-Length"] = str(len(kept.body))
    if kept.disposition:
        response["Content-Disposition"] = kept.disposition
    response["Cache-Control"] = f"public, max-age={_seconds_fresh()}"
    response["ETag"] = kept.etag
    response["Last-Modified"] = http_date(kept.changed_at)
    return get_conditional_response(request, kept.etag, kept.changed_at, response) or response


def _seconds_fresh() -> int:
    """Never beyond midnight, when another number of days is left."""
    now = clock.now()
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    return max(0, min(FRESH, int((midnight - now).total_seconds())))


def _look_up(shelf: Shelf, key: str) -> tuple[str | None, Kept | None]:
    """The stamp and the page, in one round; without a cache every page is drawn anew."""
    try:
        found = cache.get_many([shelf.stamp_key, key])
        return found.get(shelf.stamp_key) or _first_stamp(shelf), found.get(key)
    except Exception as error:
        log.warning("shelf_out_of_reach", error=str(error))
        return None, None


def _first_stamp(shelf: Shelf) -> str | None:
    stamp = _new_stamp()
    return stamp if cache.add(shelf.stamp_key, stamp, None) else cache.get(shelf.stamp_key)


def _keep(key: str, kept: Kept) -> None:
    if not kept.stamp:
        return
    try:
        cache.set(key, kept, _KEPT)
    except Exception as error:
        log.warning("shelf_out_of_reach", error=str(error))


def _restamp(name: str) -> None:
    _at_hand.drop(name)
    cache.set(Shelf(name).stamp_key, _new_stamp(), None)


def _new_stamp() -> str:
    return uuid.uuid4().hex


def _nobody(request: HttpRequest) -> HttpRequest:
    """A request for the same address that nobody made."""
    blank = HttpRequest()
    blank.method, blank.path, blank.path_info = "GET", request.path, request.path_info
    blank.GET = request.GET
    blank.META = {name: request.META[name] for name in ("SERVER_NAME", "SERVER_PORT") if name in request.META}
    return blank
