"""An expert's desk, and the page on which he reads a case and writes his opinion beside it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from applications.access import seat_of
from applications.differences import marked
from applications.queries import versions_visible_to
from applications.tabs import laid_out
from documents import serving
from organisations.models import Membership, Role
from reviews import forms, models, sheets
from reviews.desk import desk_of
from reviews.kinds import Aspect
from reviews.phases import Right
from reviews.queries import cases_of, cases_visible_to, files_visible_to, reads_material, rights_on

GONE = "本事项现在不能再写意见，刚才的内容没有保存；请把文字复制出来另存。"


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for an expert, and what he has done."""
    seat = seat_of(request)
    if seat.role != Role.EXPERT:
        raise Http404
    return render(request, "reviews/desk.html", desk_of(seat, request.GET.get("after", "")))


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The frozen version on one side, one's own sheet on the other; saved by its button or by itself."""
    seat = seat_of(request)
    case = own_case(seat, key)
    sheet = own_sheet(case, seat)
    form = _form(typed(request), case, sheet)
    try:
        if request.method == "POST":
            return _save(request, case, sheet, form, seat)
    except sheets.NotWritable:
        return _not_saved(request, case, form)
    return render(request, "reviews/sheet.html", page_of(case, sheet, form, seat))


def typed(request: HttpRequest) -> Any:
    """What a form is bound to; an empty one that was sent is bound too."""
    return request.POST if request.method == "POST" else None


def case_seen(seat: Membership, key: uuid.UUID) -> models.Case:
    """A case that the seat may know of; else it is not there."""
    return get_object_or_404(cases_visible_to(seat).select_related("version", "panel"), pk=key)


def own_case(seat: Membership, key: uuid.UUID) -> models.Case:
    """A case that the seat's own person reviews."""
    return get_object_or_404(cases_of(seat).select_related("version", "panel"), pk=key)


def own_sheet(case: models.Case, seat: Membership) -> models.Sheet:
    member = sheets.member_for(case, seat)
    if member is None:
        raise Http404
    return sheets.sheet_of(case, member)


def page_of(case: models.Case, sheet: models.Sheet, form: Any, seat: Membership) -> dict[str, Any]:
    return {
        "case": case,
        "sheet": sheet,
        "states": list(sheet.states.all()) if sheet.pk else [],
        "aspects": case.asked_on,
        "form": form,
        "open": sheets.is_open(case, sheet),
        "in_meeting": sheets.in_meeting(case),
        "concluded": sheets.is_concluded(case),
        "lacking": sheets.lacking(sheet.content, case.asked_on),
        "changed": _is_changed(sheet),
    } | material(case, seat)


def _is_changed(sheet: models.Sheet) -> bool:
    """Whether there is something that was saved since the last submission."""
    last = sheet.states.last() if sheet.pk else None
    return last is not None and last.digest != sheets.digest(sheet.content)


def material(case: models.Case, seat: Membership) -> dict[str, Any]:
    """A plan's version or what was frozen on the case, where the table of phases and the grant let the seat read it."""
    found = None
    if case.version_id is not None and Right.PLAN in rights_on(case, seat):
        found = versions_visible_to(seat).select_related("print__file").filter(pk=case.version_id).first()
    return {
        "version": found,
        # An expert reads it without the comments.
        "plan": laid_out(found) if found else None,
        "print": getattr(found, "print", None),
        "parts": _parts(case) if reads_material(case, seat) else None,
    }


def _parts(case: models.Case) -> list[dict[str, Any]]:
    """What was frozen on the case itself, part by part with its files."""
    files: dict[str, list[models.CaseFile]] = {}
    for row in case.files.select_related("file"):
        files.setdefault(row.section, []).append(row)
    return [part | {"files": files.get(part["key"], [])} for part in case.material]


@login_required
@require_safe
def case_file(request: HttpRequest, key: int) -> HttpResponseBase:
    """A file of the frozen material."""
    row = get_object_or_404(files_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(row.file, inline="inline" in request.GET, verify=True)


def _form(data: Any, case: models.Case, sheet: models.Sheet) -> forms.SheetForm:
    initial = forms.SheetForm.initial_of(sheet.content, sheet.version)
    return forms.SheetForm(data, initial=initial, aspects=case.asked_on)


def _save(
    request: HttpRequest, case: models.Case, sheet: models.Sheet, form: forms.SheetForm, seat: Membership
) -> HttpResponse:
    scripted = request.headers.get("X-Autosave") == "1"
    valid = form.is_valid()
    if refused := form.unsavable():
        return JsonResponse({"errors": refused}, status=422) if scripted else _refused(request, case, sheet, form, seat)
    result = sheets.save(case, form.typed(), base=form.cleaned_data["base"], seat=seat)
    if isinstance(result, sheets.Conflict):
        return _conflict(request, case, result, scripted=scripted)
    if scripted:
        return _receipt(request, case, result.sheet)
    if not valid:
        # Saved as it was typed; what is wrong is said at its field.
        fresh = request.POST.copy()
        fresh["base"] = str(result.sheet.version)
        return _refused(request, case, result.sheet, _form(fresh, case, result.sheet), seat)
    messages.success(request, f"意见已保存 {_clock(result.sheet)}。")
    return redirect("reviews:review", case.pk)


def _refused(request: HttpRequest, case: models.Case, sheet: models.Sheet, form: Any, seat: Membership) -> HttpResponse:
    return render(request, "reviews/sheet.html", page_of(case, sheet, form, seat), status=422)


def _clock(sheet: models.Sheet) -> str:
    return f"{timezone.localtime(sheet.saved_at):%H:%M:%S}"


def _receipt(request: HttpRequest, case: models.Case, sheet: models.Sheet) -> JsonResponse:
    missing = [each.sentence for each in sheets.lacking(sheet.content, case.asked_on)]
    return JsonResponse(
        {
            "seq": request.POST.get("seq", ""),
            "version": sheet.version,
            "saved_at": _clock(sheet),
            "missing": missing,
            "missing_in_all": len(missing),
        }
    )


def _conflict(request: HttpRequest, case: models.Case, result: sheets.Conflict, *, scripted: bool) -> HttpResponse:
    """Both texts side by side; saving from here is an ordinary save on the newer one."""
    stored = result.sheet
    if scripted:
        conflict = {"by": "您在另一窗口", "at": _clock(stored), "version": stored.version}
        return JsonResponse({"conflict": conflict}, status=409)
    initial = forms.SheetForm.initial_of(result.mine, stored.version)
    form = forms.SheetForm(initial=initial, aspects=case.asked_on)
    pairs = _pairs(readable(stored.content, case.asked_on), readable(result.mine, case.asked_on))
    page = {"case": case, "sheet": stored, "form": form, "pairs": pairs}
    return render(request, "reviews/sheet_conflict.html", page, status=409)


def _pairs(there: dict[str, str], here: dict[str, str]) -> list[dict[str, Any]]:
    """What differs, field by field, marked."""
    found = []
    for label, words in there.items():
        if words != here[label]:
            theirs_marked, mine_marked = marked(words, here[label])
            found.append({"label": label, "theirs": theirs_marked, "mine": mine_marked})
    return found


def readable(content: dict[str, Any], aspects: Iterable[Aspect]) -> dict[str, str]:
    """A sheet as lines to be compared."""
    found = {}
    for aspect in aspects:
        said = content[aspect.key]
        score = "没有打分" if said["score"] is None else f"{said['score']} 分"
        found[f"{aspect.label}：意见"] = said["opinion"]
        found[f"{aspect.label}：分数"] = f"{score}{'，不熟悉此项' if said['unfamiliar'] else ''}"
    return found | {"总体意见": content[sheets.OVERALL]}


def _not_saved(request: HttpRequest, case: models.Case, form: forms.SheetForm) -> HttpResponse:
    """What was typed, given back, after the sheet was submitted elsewhere or the phase has ended."""
    if request.headers.get("X-Autosave") == "1":
        return JsonResponse({"closed": GONE}, status=409)
    form.is_valid()
    texts = [each for each in readable(form.typed(), case.asked_on).items() if each[1]]
    page = {"case": case, "texts": texts, "sentence": GONE}
    return render(request, "reviews/not_saved.html", page, status=409)
