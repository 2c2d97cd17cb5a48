"""延期: drafting an application, its files, and the letter of who agrees (办法20)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.access import seat_of
from assessments.extending import CLOSED, Closed, add_agreement, is_written, remove_file, save, takes_agreement
from assessments.forms import AgreementForm, ExtensionDraftForm
from assessments.models import Extension
from assessments.queries import extensions as queries
from bases import periods
from bases.models import Base
from bases.queries import visible_to as bases_visible_to
from documents import serving
from organisations.models import Membership
from procedure.acts import Refused
from procedure.perform import start

from .about import about_page, key_of, sent


@login_required
@require_http_methods(["GET", "POST"])
def drafted(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """起草, from the base's page: the first save bears the row."""
    seat = seat_of(request)
    base = get_object_or_404(bases_visible_to(seat), pk=key, organiser=seat.unit_id)
    row = Extension(base=base, drafted_by=seat.person)
    if not row.births[0].permits(row, seat):
        raise Http404
    form = ExtensionDraftForm.of(row, *sent(request))
    if request.method == "GET" or not form.is_valid():
        return _page(request, row, form)
    try:
        found = start(row, seat=seat, key=key_of(request))
    except Refused as refused:
        return _page(request, row, form, refusals=refused.refusals)
    return _saved(request, found, form, seat)


@login_required
@require_http_methods(["GET", "POST"])
def written(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The draft, or what was returned, as long as it is with its organiser."""
    seat = seat_of(request)
    row = _found(seat, key)
    if not is_written(row, seat):
        raise Http404
    form = ExtensionDraftForm.of(row, *sent(request))
    if request.method == "GET" or not form.is_valid():
        return _page(request, row, form)
    return _saved(request, row, form, seat)


@login_required
@require_POST
def file_removed(request: HttpRequest, key: uuid.UUID, file: int) -> HttpResponse:
    seat = seat_of(request)
    row = _found(seat, key)
    if not is_written(row, seat):
        raise Http404
    try:
        remove_file(row, file, seat=seat)
        messages.success(request, "文件已移除。")
    except Closed:
        messages.error(request, CLOSED)
    return redirect(_files_tab(row))


@login_required
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The letter of who agrees, before the agreement is recorded."""
    seat = seat_of(request)
    row = _found(seat, key)
    if not takes_agreement(row, seat):
        raise Http404
    form: Any = AgreementForm(request.POST, request.FILES) if request.method == "POST" else AgreementForm()
    status = 200
    if request.method == "POST":
        if form.is_valid():
            add_agreement(row, form.cleaned_data["evidence"], seat=seat)
            messages.success(request, "文件已保存。")
            return redirect(_files_tab(row))
        status = 422
    return render(request, "assessments/extension_agreement.html", {"extension": row, "form": form}, status=status)


@login_required
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    found = get_object_or_404(queries.files_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


def _found(seat: Membership, key: uuid.UUID) -> Extension:
    return get_object_or_404(queries.visible_to(seat).select_related("base__organiser"), pk=key)


def _saved(request: HttpRequest, row: Any, form: ExtensionDraftForm, seat: Membership) -> HttpResponse:
    facts = dict(form.cleaned_data)
    files = facts.pop("evidence")
    try:
        save(row, facts, files, seat=seat)
    except Closed:
        return _page(request, row, form, refused=CLOSED)
    messages.success(request, "已保存；写好后请在本页办理“报送”。")
    return redirect(row)


def _page(
    request: HttpRequest, row: Extension, form: ExtensionDraftForm, *, refusals: Any = (), refused: str = ""
) -> HttpResponse:
    base: Base = row.base
    born = row.version is not None and Extension.objects.filter(pk=row.pk).exists()
    return about_page(
        request, row if born else base, form, "办法20", title="修改延期申请" if born else "起草延期申请",
        verb="保存延期申请", template="assessments/extension_draft.html", refusals=refusals, refused=refused,
        window=periods.filing_window(base.build_ends) if base.build_ends else None,
    )  # fmt: skip


def _files_tab(row: Extension) -> str:
    return f"{reverse('workbench:case', args=['extension', row.pk])}?tab=files"
