"""Reading what was filed: comments, files and prints, and the public check of a code."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from applications import forms, models
from applications.access import draft_written, seat_of
from applications.ordering import has_failed, order_draft_print
from applications.queries import attachments_visible_to, prints_visible_to, versions_visible_to
from applications.tabs import COMMENTERS
from documents import codes, printing, serving
from procedure import clock


@login_required
@require_POST
def comment(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """Say something to a place of the version; a row of its own, so that many may at once."""
    seat = seat_of(request)
    found = get_object_or_404(versions_visible_to(seat).select_related("application"), pk=version)
    if seat.role not in COMMENTERS:
        raise Http404
    form = forms.CommentForm(request.POST)
    if not form.is_valid():
        context = {"application": found.application, "version": found, "form": form}
        return render(request, "applications/comment.html", context, status=422)
    models.Comment.objects.create(
        version=found,
        section=form.cleaned_data["section"],
        row=form.cleaned_data["row"],
        text=form.cleaned_data["text"],
        author=seat.person,
        author_name=seat.name_shown,
        unit=seat.unit,
        at=clock.now(),
    )
    messages.success(request, "意见已记下，申报单位可以看到。")
    return redirect(f"{found.application.get_absolute_url()}?tab=comments")


@login_required
@require_safe
def attachment(request: HttpRequest, key: int) -> FileResponse:
    found = get_object_or_404(attachments_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=found.frozen_at is not None)


@login_required
@require_POST
def print_draft(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Have the draft printed as it stands now, every page marked 草稿."""
    application = draft_written(request, key)
    if reason := printing.available():
        messages.error(request, reason)
        return redirect("applications:overview", key)
    order = order_draft_print(application, seat_of(request))
    return redirect("applications:print", order.pk)


@login_required
@require_safe
def print_page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far a print is: it asks again by itself until the file is there."""
    order = _print(request, key)
    fragment = "applications/_print.html" if request.headers.get("HX-Request") else "applications/print.html"
    context = {"order": order, "application": order.application, "unavailable": printing.available()}
    return render(request, fragment, context | {"failed": order.file is None and has_failed(order)})


@login_required
@require_safe
def print_file(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    order = _print(request, key)
    if order.file is None:
        raise Http404
    return serving.respond(order.file, inline="inline" in request.GET)


def _print(request: HttpRequest, key: uuid.UUID) -> models.Print:
    rows = prints_visible_to(seat_of(request)).select_related("file", "version", "application")
    return get_object_or_404(rows, pk=key)


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """The public page where a check code is typed in."""
    typed = request.GET.get("code", "")
    form = forms.CodeForm({"code": typed}) if typed else forms.CodeForm()
    if typed and form.is_valid():
        code = codes.normalised(typed)
        if code is not None:
            return redirect(reverse("verify", args=[code]))
        form.add_error("code", "核验码应为 12 位字母和数字，形如 XXXX-XXXX-XXXX，请对照打印件重新输入。")
    return render(request, "applications/verify_form.html", {"form": form})


@require_safe
def verify(request: HttpRequest, code: str, sheet: str = "") -> HttpResponse:
    """Whether a code is genuine and its version current: nothing about anybody's person, nothing about the outcome."""
    plain = codes.normalised(code)
    found = models.Version.objects.filter(code=plain).select_related("application").first() if plain else None
    response = render(request, "applications/verify.html", _verdict(found, code, sheet), status=200 if found else 404)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _verdict(version: models.Version | None, code: str, sheet: str) -> dict[str, Any]:
    if version is None:
        return {"code": code}
    marked = sheet.rsplit(".", 1)[-1].upper() if sheet else ""
    return {
        "code": version.code,
        "version": version,
        "name": version.content["name"],
        "current": version.application.current_id == version.pk,
        "digest": version.digest[:8].upper(),
        "sheet": sheet,
        "digest_differs": bool(marked) and marked != version.digest[:8].upper(),
    }
