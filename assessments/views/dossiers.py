"""Writing a dossier: one section, one list of rows or the files at a time, and the check before it is filed."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import forms as plan_forms
from applications.access import seat_of
from applications.saving import HTML, Conflict, NotWritable, as_saved
from applications.views.writing.frame import is_scripted, pair
from assessments import dossiers
from assessments.dossiers.asked import ROWS, asked_of, form_of
from assessments.dossiers.lacking import FILES, lacks_of
from assessments.dossiers.ledger import ledger_of
from assessments.dossiers.marking import progress
from assessments.forms import DossierFilesForm, EntryForm
from assessments.models import Dossier, DossierFile, LedgerEntry
from assessments.queries import dossiers as queries
from documents import rich, serving
from procedure.machines import steps_of

GONE = "这份材料现在不能修改，刚才的内容没有保存。"
_UNSEEN_FIELDS = ("csrfmiddlewaretoken", "base", "format", "tab", "seq", "written_by")


def _written(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The dossier that this seat may write; what comes too late is answered with what was typed."""

    @wraps(view)
    def answered(request: HttpRequest, key: uuid.UUID, **place: Any) -> HttpResponse:
        seat = seat_of(request)
        dossier = get_object_or_404(queries.visible_to(seat).select_related("base"), pk=key)
        owner = dossiers.owner_of(dossier)
        if owner is None or not owner.written_by.allows(owner, seat):
            raise Http404
        try:
            if not dossiers.may_write(dossier, seat):
                raise NotWritable
            return view(request, dossier, **place)
        except NotWritable:
            if request.method != "POST":
                raise
            return _not_saved(request, dossier)

    return answered


def _not_saved(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    if is_scripted(request):
        return JsonResponse({"closed": GONE}, status=409)
    texts = [
        plan_forms.plain_of(request.POST.get("format", ""), str(value)) if name == "text" else str(value)
        for name, value in request.POST.items()
        if name not in _UNSEEN_FIELDS and value
    ]
    owner = dossiers.owner_of(dossier)
    page = {"dossier": dossier, "owner": owner, "texts": texts, "sentence": GONE}
    return render(request, "assessments/dossier_not_saved.html", page, status=409)


@login_required
@require_safe
@_written
def overview(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Where the writing stands, and the way to what is missing next."""
    return render(request, "assessments/dossier_overview.html", _frame(request, dossier, ""))


@login_required
@require_http_methods(["GET", "POST"])
@_written
def section(request: HttpRequest, dossier: Dossier, name: str) -> HttpResponse:
    """One section, saved by its button or by itself; a stale save is answered with both texts."""
    part = form_of(dossier).part(name)
    if part is None:
        raise Http404
    stored = dossier.sections.filter(key=name).select_related("saved_by").first()
    initial = {"base": stored.version if stored else 0}
    form: Any = plan_forms.TextSectionForm(request.POST or None, initial=initial, section=part, stored=stored)
    if request.method == "POST" and is_scripted(request):
        form.is_valid()
        if refused := form.unsavable():
            return JsonResponse({"errors": refused}, status=422)
        return _receipt(request, dossier, _save_section(request, dossier, name, form), form.characters())
    if request.method == "POST" and form.is_valid():
        result = _save_section(request, dossier, name, form)
        if isinstance(result, Conflict):
            return _section_conflict(request, dossier, part, result)
        messages.success(request, f"“{part.title}”已保存 {timezone.localtime(result.section.saved_at):%H:%M:%S}。")
        return redirect("assessments:dossier_section", dossier.pk, name)
    page = _frame(request, dossier, name) | _section_page(request, dossier, part, form, stored)
    return render(request, "assessments/dossier_section.html", page, status=422 if request.method == "POST" else 200)


def _save_section(request: HttpRequest, dossier: Dossier, name: str, form: Any) -> Any:
    base = form.cleaned_data["base"]
    return dossiers.save_section(dossier, name, form.typed(), base=base, seat=seat_of(request))


def _section_page(request: HttpRequest, dossier: Dossier, part: Any, form: Any, stored: Any) -> dict[str, Any]:
    before = dossier.prefilled_from.content if dossier.prefilled_from else None
    last = next((row["text"] for row in (before or {}).get("sections", ()) if row["key"] == part.key), "")
    return {
        "form": form, "stored": stored, "heading": part.title, "part": part, "name": part.key,
        "editor": plan_forms.editor_media(request), "characters": form.characters(),
        "last_text": mark_safe(rich.clean(last)), "last_title": dossier.prefilled_from,  # noqa: S308  (cleaned)
    }  # fmt: skip


def _section_conflict(request: HttpRequest, dossier: Dossier, part: Any, result: Conflict) -> HttpResponse:
    stored = result.section
    initial = {"base": stored.version}
    form = plan_forms.TextSectionForm(None, initial=initial, section=part, stored=stored, html=result.mine["text"])
    theirs = plan_forms.plain_of(HTML, as_saved(stored, HTML)["text"])
    page = _frame(request, dossier, part.key) | {
        "form": form, "stored": stored, "name": part.key, "heading": part.title,
        "pairs": [pair(part.title, theirs, plan_forms.plain_of(HTML, form.html))],
        "theirs_url": request.path, "action": request.path, "editor": plan_forms.editor_media(request),
    }  # fmt: skip
    return render(request, "assessments/dossier_conflict.html", page, status=409)


@login_required
@require_safe
@_written
def rows(request: HttpRequest, dossier: Dossier, name: str) -> HttpResponse:
    """Every entry of one list, each in a form of its own."""
    if name not in ROWS:
        raise Http404
    return _rows_page(request, dossier, name, None)


def _rows_page(request: HttpRequest, dossier: Dossier, name: str, faulty: Any) -> HttpResponse:
    asked, ledger = form_of(dossier).rows[name], ledger_of(dossier.base, dossier)
    said = {row.promised.pk: row for row in getattr(ledger, name)}
    entries = dossier.entries.filter(**{f"{name[:-1]}__isnull": False}).select_related("saved_by", name[:-1])
    answers = [
        {
            "entry": entry, "row": said[entry.row_id], "lacking": "；".join(lacks_of(entry, asked)),
            "form": faulty if faulty and faulty.entry.pk == entry.pk else EntryForm(entry=entry, asked=asked),
            "stored": entry if entry.version else None,
        }
        for entry in sorted(entries, key=lambda each: list(said).index(each.row_id))
    ]  # fmt: skip
    page = _frame(request, dossier, name) | {
        "answers": answers, "rows": name, "heading": ROWS[name], "form": faulty, "asked": asked,
        "reports": form_of(dossier).reports,
    }  # fmt: skip
    return render(request, "assessments/dossier_rows.html", page, status=422 if faulty else 200)


@login_required
@require_http_methods(["GET", "POST"])
@_written
def entry(request: HttpRequest, dossier: Dossier, number: int) -> HttpResponse:
    """What is said of one promised row; the row itself is nothing that is posted here."""
    stored = get_object_or_404(dossier.entries.select_related("dossier__base", "saved_by"), pk=number)
    back = f"{reverse('assessments:dossier_rows', args=[dossier.pk, stored.rows])}#entry-{stored.pk}"
    if request.method == "GET":
        return redirect(back)
    form = EntryForm(request.POST, entry=stored, asked=asked_of(stored))
    if not form.is_valid():
        if is_scripted(request):
            return JsonResponse({"errors": form.unsavable()}, status=422)
        return _rows_page(request, dossier, stored.rows, form)
    result = dossiers.save_entry(stored, form.typed(), base=form.cleaned_data["base"], seat=seat_of(request))
    if is_scripted(request):
        return _receipt(request, dossier, result)
    if isinstance(result, Conflict):
        return _entry_conflict(request, dossier, result, back)
    messages.success(request, "这一条已保存。")
    return redirect(back)


def _entry_conflict(request: HttpRequest, dossier: Dossier, result: Conflict, back: str) -> HttpResponse:
    stored: LedgerEntry = result.section
    form = EntryForm(entry=stored, asked=asked_of(stored), mine=result.mine)
    labels = {name: str(form.fields[name].label) for name in result.mine}
    page = _frame(request, dossier, stored.rows) | {
        "form": form, "stored": stored, "name": f"entry-{stored.pk}", "heading": str(stored.promised),
        "pairs": [pair(labels[name], _words(name, getattr(stored, name)), _words(name, said))
                  for name, said in result.mine.items()],
        "theirs_url": back, "action": request.path,
    }  # fmt: skip
    return render(request, "assessments/dossier_conflict.html", page, status=409)


def _words(name: str, said: str) -> str:
    return str(dict(LedgerEntry.Status.choices).get(said, "")) if name == "status" else said


def _receipt(request: HttpRequest, dossier: Dossier, result: Any, characters: int = 0) -> HttpResponse:
    """The answer to a save without a button: what is still missing of the part, or who saved in between."""
    stored = result.section
    at = f"{timezone.localtime(stored.saved_at):%H:%M:%S}"
    if isinstance(result, Conflict):
        conflict = {"by": stored.saved_by.name, "at": at, "version": stored.version}
        return JsonResponse({"conflict": conflict}, status=409)
    lacking = dossiers.missing(dossier)
    own = lacks_of(stored, asked_of(stored)) if isinstance(stored, LedgerEntry) else []
    return JsonResponse(
        {
            "seq": request.POST.get("seq", ""), "version": stored.version, "saved_at": at, "characters": characters,
            "missing": own, "missing_in_all": len(lacking),
        }
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
@_written
def files(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The dossier's files, and more of them."""
    entries = list(dossier.entries.select_related("task", "indicator", "milestone"))
    form: Any = DossierFilesForm(request.POST or None, request.FILES or None, entries=entries)
    if request.method == "POST" and form.is_valid():
        chosen = next((each for each in entries if str(each.pk) == form.cleaned_data["entry"]), None)
        kept = dossiers.attach(dossier, form.cleaned_data["evidence"], seat=seat_of(request), entry=chosen)
        messages.success(request, f"已上传 {len(kept)} 份。")
        return redirect("assessments:dossier_files", dossier.pk)
    rows_kept = dossier.files.filter(removed_at=None).select_related("file", "entry__task", "entry__indicator")
    page = _frame(request, dossier, FILES) | {"form": form, "files": rows_kept, "heading": "材料"}
    return render(request, "assessments/dossier_files.html", page, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
@_written
def file_removed(request: HttpRequest, dossier: Dossier, number: int) -> HttpResponse:
    dossiers.detach(get_object_or_404(dossier.files.select_related("dossier__base"), pk=number), seat=seat_of(request))
    messages.success(request, "已移除一份。")
    return redirect("assessments:dossier_files", dossier.pk)


@login_required
@require_safe
@_written
def check(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What is missing, and then the step that files it."""
    return render(request, "assessments/dossier_check.html", _frame(request, dossier, "check"))


@login_required
@require_safe
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    seen = queries.files_visible_to(seat_of(request)).select_related("file")
    found: DossierFile = get_object_or_404(seen, pk=number)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


def _frame(request: HttpRequest, dossier: Dossier, here: str) -> dict[str, Any]:
    owner = dossiers.owner_of(dossier)
    assert owner is not None
    state, filing = progress(dossier), steps_of(type(owner))[owner.filed_by_step]
    return {
        "dossier": dossier, "base": dossier.base, "owner": owner, "here": here, "progress": state,
        "missing": state.missing, "filing": filing, "following": state.following(here) if here else None,
        "may_file": filing.permits(owner, seat_of(request)),
    }  # fmt: skip
