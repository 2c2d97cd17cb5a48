"""案卷首页: all that a case rests on, on a page to be printed."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications import copies
from applications.access import application_seen, seat_of
from applications.appraising import appraisals_of
from applications.asides import exceptions_of
from applications.judged_tabs import papers_context
from procedure import clock
from procedure.models import Record


@login_required
@require_safe
def case_sheet(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    application = application_seen(request, key)
    versions = copies.by_version(application)
    context = papers_context(application, seat_of(request)) | {
        "versions": versions,
        "exceptions": exceptions_of(application),
        "appraisal": next(iter(appraisals_of(application)), None),
        "records": Record.objects.filter(root=application.root).order_by("id"),
        "printed_at": clock.now(),
    }
    return render(request, "applications/case_sheet.html", context)
