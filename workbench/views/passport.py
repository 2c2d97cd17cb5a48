"""历程和档案: the life of a base as it was known on a day, and all of it as one file."""

import uuid
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from applications.access import seat_of
from assessments.tabs import promises
from assessments.tabs.kept import achieved
from bases.models import Base
from bases.queries import visible_to
from workbench import dates, telling
from workbench.passport import archive, line, papers
from workbench.passport import standing as was


@login_required
@require_safe
def passport(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat, base = seat_of(request), _base(request, key)
    asof = was.AsOf.of(request.GET.get("day", ""))
    application = line.application_of(base, seat)
    links = papers.links_of(base, application, seat, asof)
    events = line.events(base, application, seat, asof, links)
    standing = was.standing(base, asof)
    context = {
        "base": base,
        "asof": asof,
        "standing": standing,
        "application": application,
        "events": events[::-1],
        "dues": [_due(due) for due in telling.known_to(seat, was.dues(base, asof))],
    }
    if standing.existed:
        context |= promises.context(base, seat, asof.before) | achieved(base, seat, asof.before)
    return render(request, "workbench/passport.html", context)


@login_required
@require_safe
def archived(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """One zip, sent while it is made."""
    seat, base = seat_of(request), _base(request, key)
    asof = was.AsOf.of(request.GET.get("day", ""))
    try:
        found = archive.Archive(base, seat, asof)
    except archive.TooMuch:
        return render(request, "workbench/passport_too_much.html", {"base": base}, status=413)
    response = StreamingHttpResponse(found.chunks(), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response["Cache-Control"] = "private, no-store"
    return response


def _base(request: HttpRequest, key: uuid.UUID) -> Base:
    return get_object_or_404(visible_to(seat_of(request)), pk=key)


def _due(due: was.DueDate) -> was.DueDate:
    due.label, due.whom = dates.label(due), dates.whom(due)  # type: ignore[attr-defined]
    return due
