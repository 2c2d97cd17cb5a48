"""Typed text given back as a page: when the session is over, the page too old, or the text somebody else's."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure as plain_failure

from . import sessions

OWNER = "written_by"
_NEVER_KEPT = {"csrfmiddlewaretoken", OWNER, "code", "credential"}
_DOOR = {
    "healthz",
    "personas",
    "sign_in_as",
    "signed_in",
    "session",
    "mailbox",
    "letter",
    "switch_seat",
    "sandbox_clock",
}
# Keys, versions and choices mean nothing to a reader; they are kept all the same.
_BARE = re.compile(r"[\w.:+-]*", re.ASCII)


def take_owner(request: HttpRequest) -> str:
    """The sealed word that came with a form; from here on it is no field of the form any more."""
    if request.method != "POST" or OWNER not in request.POST:
        return ""
    data = request.POST.copy()
    sealed = data.pop(OWNER)[-1]
    request.POST = data  # type: ignore[assignment]
    request.written_by = str(sealed)  # type: ignore[attr-defined]
    return str(sealed)


def at_the_door(request: HttpRequest) -> bool:
    """Whether a request belongs to signing in and out itself, where nothing is to be kept or asked first."""
    name = request.resolver_match.url_name or "" if request.resolver_match else ""
    return name in _DOOR or name.startswith(("account_", "mfa_"))


def signed_out(request: HttpRequest, owner: str) -> HttpResponse:
    """401: the session was over before the form arrived."""
    return _page(request, status=401, why="signed_out", owner=getattr(request, "written_by", "") or owner)


def not_yours(request: HttpRequest, whose: str, sealed: str) -> HttpResponse:
    """409: the page was written by another person, or in another seat, than who sends it now."""
    if whose == "person":
        return render(request, "accounts/not_yours.html", status=409)
    return _page(request, status=409, why="other_seat", owner=sessions.written_by(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in renews the token, so a form of ours that is merely older comes back with a fresh one."""
    if not sessions.is_navigation(request):
        return JsonResponse({"csrf": sessions.is_of_this_house(request)}, status=403)
    if at_the_door(request) or not sessions.is_of_this_house(request) or not _fields(request):
        return plain_failure(request, reason)
    owner = request.POST.get(OWNER, "")
    if not request.user.is_authenticated:
        return _page(request, status=403, why="signed_out", owner=owner)
    whose = sessions.somebody_elses(request, owner) if owner else ""
    if whose:
        return not_yours(request, whose, owner)
    return _page(request, status=403, why="renewed", owner=sessions.written_by(request))


def _page(request: HttpRequest, *, status: int, why: str, owner: str) -> HttpResponse:
    fields = _fields(request)
    shown = [value for _, value in fields if not _BARE.fullmatch(value)]
    context: dict[str, Any] = {
        "why": why,
        "owner": owner,
        "action": request.get_full_path(),
        "fields": fields,
        "shown": shown,
        "others": len([value for _, value in fields if value]) - len(shown),
        "files": [file.name for _, files in request.FILES.lists() for file in files],
    }
    return render(request, "accounts/kept.html", context, status=status)


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Every typed field, in its order; nothing secret."""
    named = ((name, values) for name, values in request.POST.lists() if not _is_secret(name))
    return [(name, str(value)) for name, values in named for value in values]


def _is_secret(name: str) -> bool:
    return name in _NEVER_KEPT or "password" in name.lower()
