"""The page before something is begun about a base: what it is, under which article, or why it cannot be."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from applications.access import seat_of
from bases.models import Base
from bases.queries import visible_to as bases_visible_to
from procedure import articles
from procedure.asked import uuid_in
from procedure.offers import birth_refusals
from procedure.perform import Refused


def base_seen(request: HttpRequest, key: uuid.UUID) -> Base:
    return get_object_or_404(bases_visible_to(seat_of(request)), pk=key)


def begun(request: HttpRequest, row: Any, begin: Callable[..., Any], page: dict[str, Any]) -> HttpResponse:
    """What it is, then the row itself; whoever may not begin one does not find the page."""
    seat, birth = seat_of(request), row.births[0]
    refusals = birth_refusals(row, seat)
    if refusals is None:
        raise Http404
    if request.method == "POST":
        try:
            return redirect(begin(row.base, seat=seat, key=uuid_in(request.POST.get("key", ""))))
        except Refused as refused:
            refusals = refused.refusals
    context = page | {
        "base": row.base, "refusals": refusals, "key": uuid.uuid4(), "quotation": articles.quotation(birth.article),
    }  # fmt: skip
    status = 409 if refusals and request.method == "POST" else 200
    return render(request, "assessments/begin.html", context, status=status)
