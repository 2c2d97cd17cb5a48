"""What everybody reads: the list, a notice, its print and the feed; without a cookie, and kept ready."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents import shelf
from documents.models import File
from notices import feeds
from notices.models import SHELF, NoticePrint
from notices.objecting import closed_because
from notices.queries import listing, newest, notices_public
from notices.shown import earlier_shown, running_shown, shown
from procedure import clock


@shelf.shelved(SHELF, "before")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """正在公示, with the days left; below, what was published before."""
    before = request.GET.get("before", "")
    page = listing(clock.today(), before)
    context = {
        "running": [running_shown(each) for each in page.running],
        "earlier": [earlier_shown(each) for each in page.earlier],
        "following": page.following,
        "before": before,
    }
    return shelf.render(request, "notices/list.html", context)


@shelf.shelved(SHELF)
@require_safe
def notice(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The table of article 15, the period, how to object; after the end what became of each, at the same address."""
    found = get_object_or_404(notices_public().select_related("corrects"), pk=key)
    context = {
        "notice": found,
        "shown": shown(found),
        "corrected_by": list(found.corrected_by.order_by("published_on", "id")),
        "print": NoticePrint.objects.filter(notice=found, format="pdf").exists(),
        "may_object": any(not closed_because(item) for item in found.items.all()),
    }
    return shelf.render(request, "notices/notice.html", context)


@shelf.shelved(SHELF)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(feeds.atom(newest(feeds.MOST)), content_type="application/atom+xml; charset=utf-8")


@shelf.shelved(SHELF)
@require_safe
def print_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The notice as a PDF."""
    made = get_object_or_404(NoticePrint.objects.select_related("file"), notice=key, format="pdf")
    return _whole(made.file)


def _whole(file: File) -> HttpResponse:
    """All of its bytes, for the shelf: a notice has a page or two."""
    with file.open() as content:
        response = HttpResponse(content.read(), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return response
