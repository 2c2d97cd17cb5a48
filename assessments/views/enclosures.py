"""Files of assessments and inspections: adding some, and reading one."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.enclosing import CLOSED, ENCLOSURES, FilesClosed, add, may_add
from assessments.forms import FilesForm
from assessments.queries import operating as queries
from documents import serving
from organisations.access import seat_of
from organisations.models import Membership

_VISIBLE: dict[str, Callable[[Membership | None], QuerySet[Any]]] = {
    "annual_assessment": queries.assessments_visible_to,
    "inspection": queries.inspections_visible_to,
}


@login_required
@require_http_methods(["GET", "POST"])
def added(request: HttpRequest, machine: str, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    if machine not in _VISIBLE:
        raise Http404
    row = get_object_or_404(_VISIBLE[machine](seat).select_related("base"), pk=key)
    if not ENCLOSURES[machine].adds(row, seat):
        raise Http404
    form: Any = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    refused = "" if may_add(row, seat) else CLOSED
    if request.method == "POST" and not refused and form.is_valid():
        try:
            add(row, form.cleaned_data["evidence"], seat=seat)
        except FilesClosed as closed:
            refused = str(closed)
        else:
            messages.success(request, "材料已保存。")
            return redirect(f"{reverse('workbench:case', args=[machine, row.pk])}?tab=files")
    status = 200 if request.method == "GET" else 409 if refused else 422
    return render(request, "assessments/enclosed.html", {"row": row, "form": form, "refused": refused}, status=status)


@login_required
@require_safe
def assessment_file(request: HttpRequest, key: int) -> HttpResponseBase:
    return _served(request, queries.assessment_files_visible_to, key)


@login_required
@require_safe
def inspection_file(request: HttpRequest, key: int) -> HttpResponseBase:
    return _served(request, queries.inspection_files_visible_to, key)


def _served(request: HttpRequest, visible: Callable[[Membership], QuerySet[Any]], key: int) -> HttpResponseBase:
    found = get_object_or_404(visible(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)
