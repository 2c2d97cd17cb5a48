"""One search over everything that one may see: bases and applications, by number, name, host or first letters."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications import listing
from applications.access import seat_of
from bases.register import cleaned
from organisations.models import Membership
from workbench import listing_bases

_SHOWN = 10


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The first of each kind; all of them are one step away, in the list of that kind."""
    seat, typed = seat_of(request), request.GET.get("q", "")
    words = cleaned(typed)
    context: dict[str, Any] = {"words": words, "bases": [], "cases": []}
    if words:
        context |= {
            "bases": _bases(seat, words),
            "cases": listing.page_of(seat, {"q": typed, "state": ""}).rows[:_SHOWN],
            "all_bases": f"{reverse('workbench:bases')}?q=",
            "all_cases": f"{reverse('applications:queue')}?state=&q=",
        }
    return render(request, "workbench/search.html", context)


def _bases(seat: Membership, words: str) -> list[dict[str, Any]]:
    if not listing_bases.is_theirs(seat):
        return []
    return listing_bases.page_of(seat, listing_bases.Asked(words=words)).rows[:_SHOWN]
