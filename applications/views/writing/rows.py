"""The typed rows: tasks, indicators, milestones, each on a page of its own."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from applications import forms, saving, sections
from applications.access import draft_written, seat_of
from applications.models import Application, Indicator, Milestone, Task
from procedure import asked

from .frame import frame, gives_back

ROWS: dict[str, tuple[type, type]] = {
    "tasks": (Task, forms.TaskForm),
    "indicators": (Indicator, forms.IndicatorForm),
    "milestones": (Milestone, forms.MilestoneForm),
}


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def row(request: HttpRequest, key: uuid.UUID, rows: str, row_key: uuid.UUID | None = None) -> HttpResponse:
    """Add or change one typed row."""
    application = draft_written(request, key)
    model, _ = _row_kind(rows)
    stored = model.objects.filter(application=application, pk=row_key).first() if row_key else None  # type: ignore[attr-defined]
    if row_key and stored is None and request.method == "GET":
        raise Http404
    form = _row_form(rows, application, request.POST or None, stored)
    if request.method == "POST" and form.is_valid():
        if saving.save_row(application, form, seat=seat_of(request)) is None:
            return _row_conflict(request, application, rows, form, row_key)
        messages.success(request, "已保存。")
        return redirect("applications:section", key, _section_of(rows))
    context = frame(application, _section_of(rows)) | {"form": form, "rows": rows, "row": stored}
    return render(request, "applications/row.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
@gives_back
def row_removed(request: HttpRequest, key: uuid.UUID, rows: str, row_key: uuid.UUID) -> HttpResponse:
    application = draft_written(request, key)
    model, _ = _row_kind(rows)
    base = asked.whole_number(request.POST.get("base", ""))
    removed = saving.remove_row(application, model, row_key, base=base, seat=seat_of(request))
    if removed is None:
        messages.warning(request, "这一条在您打开之后被同事修改过，没有删除；请看过现在的内容再决定。")
    elif removed:
        messages.success(request, "已删除一条。")
    return redirect("applications:section", key, _section_of(rows))


def _row_conflict(request: HttpRequest, application: Application, rows: str, form: Any, key: Any) -> HttpResponse:
    model, _ = _row_kind(rows)
    stored = model.objects.filter(application=application, pk=key).first()  # type: ignore[attr-defined]
    again = form.data.copy()
    again["base"] = str(stored.version if stored else 0)
    fresh = _row_form(rows, application, again, stored)
    page = frame(application, _section_of(rows)) | {"form": fresh, "rows": rows, "row": stored}
    return render(request, "applications/row_conflict.html", page, status=409)


def _row_kind(rows: str) -> tuple[type, type]:
    if rows not in ROWS:
        raise Http404
    return ROWS[rows]


def _row_form(rows: str, application: Application, data: Any, stored: Any) -> Any:
    model, form_class = _row_kind(rows)
    options = {"application": application} if rows == "milestones" else {}
    initial = {"base": stored.version if stored else 0}
    return form_class(data, instance=stored or model(), initial=initial, **options)


def _section_of(rows: str) -> str:
    return next(section.key for section in sections.SECTIONS if section.rows == rows)
