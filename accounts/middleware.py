"""Sessions that end on time, text that outlives them, and a new password before anything else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse

from . import kept, sessions
from .events import record
from .models import EventKind, Person
from .passwords import why_change

Answer = Callable[[HttpRequest], HttpResponse]


class SessionEnds:
    """Ends a session on time; whoever is out gets the sign-in page, a 401, or their own text back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Read before anything can empty the session: it may be about to end.
        is_open = sessions.is_open(request)
        owner = sessions.written_by(request) if is_open and request.method == "POST" else ""
        if is_open:
            self._end_or_keep(request)
        response = self.get_response(request)
        return self._told(request, owner, response) if _leads_to_sign_in(response) else response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Nobody files what somebody else has typed."""
        sealed = kept.take_owner(request)
        if not sealed or kept.at_the_door(request) or not request.user.is_authenticated:
            return None
        whose = sessions.somebody_elses(request, sealed)
        return kept.not_yours(request, whose, sealed) if whose else None

    def _end_or_keep(self, request: HttpRequest) -> None:
        if not sessions.has_run_out(request):
            sessions.keep_alive(request)
            return
        person = get_user(request)
        if isinstance(person, Person):
            record(EventKind.SIGNED_OUT, person=person, request=request, detail="会话到时，自动退出")
        request.session.flush()
        request.user = AnonymousUser()

    def _told(self, request: HttpRequest, owner: str, redirect: HttpResponse) -> HttpResponse:
        if not sessions.is_navigation(request):
            return JsonResponse({"sign_in": resolve_url(settings.LOGIN_URL)}, status=401)
        if request.method == "POST" and not kept.at_the_door(request):
            return kept.signed_out(request, owner)
        return redirect


class NewPasswordFirst:
    """An old password, or one that somebody else chose, is changed before anything else is done."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        if not sessions.is_open(request) or sessions.spared(request) or kept.at_the_door(request):
            return None
        why = why_change(request.user, sessions.begun_at(request)) if isinstance(request.user, Person) else ""
        return led_away(request, reverse("account_change_password"), why) if why else None


def led_away(request: HttpRequest, url: str, why: str) -> HttpResponse:
    """To the one page that has to be done first; a script is told so instead."""
    if not sessions.is_navigation(request):
        return JsonResponse({"first": url, "why": why}, status=403)
    messages.warning(request, why)
    return HttpResponseRedirect(url)


def _leads_to_sign_in(response: HttpResponse) -> bool:
    place = resolve_url(settings.LOGIN_URL)
    return response.status_code == 302 and response["Location"].partition("?")[0] == place
