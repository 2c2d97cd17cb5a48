"""违规处理: opening a case from an application or a base, its files, and who may read them."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.access import application_seen, seat_of
from applications.models import Application
from assessments.forms import FilesForm, OpenForm
from assessments.models import Violation
from assessments.queries import violations as queries
from assessments.violating import FILES_CLOSED, FilesClosed, add_files, adds_files, may_add_files, open_violation
from bases.models import Base
from bases.queries import visible_to as bases_visible_to
from documents import serving
from organisations.access import seat_as
from organisations.models import Role

from .about import about_page, carried_out, sent


@login_required
@require_http_methods(["GET", "POST"])
def opened(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """立案, from the application's page."""
    seat_as(request, Role.SAC_OFFICER)
    return _opened(request, application_seen(request, key))


@login_required
@require_http_methods(["GET", "POST"])
def opened_on_base(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """立案, from the base's page."""
    seat = seat_as(request, Role.SAC_OFFICER)
    return _opened(request, get_object_or_404(bases_visible_to(seat), pk=key))


def _opened(request: HttpRequest, about: Application | Base) -> HttpResponse:
    form, seat = OpenForm(*sent(request)), seat_of(request)
    made, refusals = carried_out(
        request, form, lambda facts, key: open_violation(about, facts, facts.pop("evidence"), seat=seat, key=key)
    )
    if made:
        messages.success(request, "已立案，该单位会收到通知，可在期限内陈述申辩。")
        return redirect(made)
    on_base = isinstance(about, Base)
    unborn = Violation(**{"base" if on_base else "application": about})
    return about_page(
        request, about, form, "办法36", title="违规立案", verb="立案", template="assessments/open.html",
        refusals=refusals, on_base=on_base, unit_name=unborn.unit_name,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """More material, from SAC or from the unit, as long as the statement is awaited."""
    seat = seat_of(request)
    violation = get_object_or_404(queries.visible_to(seat).select_related("application", "base"), pk=key)
    if not adds_files(violation, seat):
        raise Http404
    form: Any = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    refused = "" if may_add_files(violation, seat) else FILES_CLOSED
    if request.method == "POST" and not refused and form.is_valid():
        try:
            add_files(violation, form.cleaned_data["evidence"], seat=seat)
        except FilesClosed as closed:
            refused = str(closed)
        else:
            messages.success(request, "材料已保存。")
            return redirect(_files_tab(violation))
    context = {"violation": violation, "form": form, "refused": refused}
    status = 200 if request.method == "GET" else 409 if refused else 422
    return render(request, "assessments/files.html", context, status=status)


@login_required
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    found = get_object_or_404(queries.files_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


def _files_tab(violation: Violation) -> str:
    return f"{reverse('workbench:case', args=['violation', violation.pk])}?tab=files"
