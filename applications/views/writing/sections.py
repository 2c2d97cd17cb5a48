"""One section of the plan: saved by its button, or by itself while somebody writes."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications import forms, saving, sections
from applications.access import draft_written, seat_of
from applications.models import Application, Section

from .frame import frame, gives_back, is_scripted, pair, saved_by_itself


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def section(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """One section; saved alone, a stale save answered with both texts."""
    application = draft_written(request, key)
    if name not in (sections.BASIC, *sections.BY_KEY):
        raise Http404
    stored = application.sections.filter(key=name).select_related("saved_by").first()
    form = _form(name, request.POST or None, stored, mine=None if stored else _letterhead(application, name))
    if request.method == "POST" and is_scripted(request):
        return saved_by_itself(request, application, name, form)
    if request.method == "POST" and form.is_valid():
        return _save(request, application, name, form)
    status = 422 if request.method == "POST" else 200
    page = _page(request, application, name, form, stored)
    return render(request, "applications/section.html", page, status=status)


def _letterhead(application: Application, name: str) -> dict[str, str] | None:
    """What the unit has said of itself already: nobody types it twice, and nothing is saved before it is looked at."""
    if name != sections.BASIC:
        return None
    return {field: getattr(application.unit, field) for field in sections.BASIC_FIELDS}


def _form(name: str, data: Any, stored: Section | None, *, base: int | None = None, mine: Any = None) -> Any:
    """The section as stored, as posted, or ``mine`` on top of the newer ``base`` after a conflict."""
    initial: dict[str, Any] = {"base": (stored.version if stored else 0) if base is None else base}
    if name == sections.BASIC:
        return forms.BasicForm(data, initial=initial | (mine or (stored.content if stored else {})))
    return forms.TextSectionForm(data, initial=initial, section=sections.BY_KEY[name], stored=stored, html=mine)


def _page(
    request: HttpRequest, application: Application, name: str, form: Any, stored: Section | None
) -> dict[str, Any]:
    known = sections.BY_KEY.get(name)
    page = frame(application, name) | {
        "form": form,
        "stored": stored,
        "name": name,
        "heading": sections.heading_of(name),
        "action": "",
    }
    if known is not None:
        page["instruction"] = known.instruction_for(application.call.build_years)
        page["rows"] = known.rows
        page["row_list"] = _row_list(application, known.rows) if known.rows else []
        page["editor"] = forms.editor_media(request)
        page["characters"] = form.characters()
    return page


def _row_list(application: Application, rows: str) -> Any:
    found = getattr(application, rows).all()
    return found.select_related("task") if rows == "milestones" else found


def _save(request: HttpRequest, application: Application, name: str, form: Any) -> HttpResponse:
    base = form.cleaned_data["base"]
    result = saving.save_section(application, name, form.typed(), base=base, seat=seat_of(request), form=form.kept_as)
    if isinstance(result, saving.Conflict):
        return _conflict(request, application, name, result)
    saved = timezone.localtime(result.section.saved_at)
    messages.success(request, f"“{sections.heading_of(name)}”已保存 {saved:%H:%M:%S}。")
    return redirect("applications:section", application.pk, name)


def _conflict(request: HttpRequest, application: Application, name: str, result: saving.Conflict) -> HttpResponse:
    """Both texts side by side; saving from here is an ordinary save on the newer one."""
    stored = result.section
    if name == sections.BASIC:
        form = _form(name, None, stored, mine=result.mine)
        pairs = [
            pair(label, stored.content.get(field, ""), result.mine.get(field, ""))
            for field, label in sections.BASIC_FIELDS.items()
        ]
    else:
        form = _form(name, None, stored, mine=result.mine["text"])
        theirs = saving.as_saved(stored, saving.HTML)["text"]
        pairs = [pair(sections.heading_of(name), forms.plain_of("html", theirs), forms.plain_of("html", form.html))]
    page = _page(request, application, name, form, stored) | {"pairs": pairs}
    page["theirs_url"] = page["action"] = request.path
    return render(request, "applications/conflict.html", page, status=409)
