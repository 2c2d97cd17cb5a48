"""The papers of an approval, for those to whom they are sent."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from applications.access import seat_of
from applications.approval_tab import papers_visible_to
from documents import serving


@login_required
@require_safe
def paper(request: HttpRequest, key: int) -> HttpResponseBase:
    found = get_object_or_404(papers_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)
