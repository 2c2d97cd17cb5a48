"""Two frozen versions of one application beside each other, whatever a seat may see of it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from applications.access import seat_of
from applications.queries import versions_visible_to, visible_to
from applications.version_changes import changes


@login_required
@require_safe
def versions_compare(request: HttpRequest, old: uuid.UUID, new: uuid.UUID) -> HttpResponse:
    """What the later of two versions has otherwise than the earlier; ``only`` leaves out what is alike."""
    seat = seat_of(request)
    seen = versions_visible_to(seat).select_related("application")
    # Who was granted single versions reads them and nothing beside them.
    found = {each.pk: each for each in seen.filter(pk__in=[old, new], application__in=visible_to(seat))}
    if set(found) != {old, new} or len({each.application_id for each in found.values()}) > 1:
        raise Http404
    before, after = found[old], found[new]
    if before.number > after.number:
        return redirect("applications:versions_compare", new, old)
    parts, only = changes(before.content, after.content), "only" in request.GET
    context = {
        "application": after.application,
        "before": before,
        "after": after,
        "parts": [part.differing() for part in parts if part.differs] if only else parts,
        "only": only,
        "changed": [part for part in parts if part.differs],
        "others": versions_visible_to(seat).filter(application=after.application).order_by("number").defer("content"),
    }
    return render(request, "applications/versions_compare.html", context)
