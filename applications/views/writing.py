"""Writing the plan: the task list, one section at a time, rows, attachments, and the check before submission."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import differences, forms, saving, sections
from applications.access import application_seen, draft_written, seat_of
from applications.completeness import missing_items, progress
from applications.models import Application, Indicator, Milestone, Section, Task
from applications.returns import reading_of
from organisations.models import Role
from organisations.queries import current_seats
from procedure import asked, clock

ROWS: dict[str, tuple[type, type]] = {
    "tasks": (Task, forms.TaskForm),
    "indicators": (Indicator, forms.IndicatorForm),
    "milestones": (Milestone, forms.MilestoneForm),
}
_GONE = "本方案已不在填报中，刚才的内容没有保存。"
_UNSEEN_FIELDS = ("csrfmiddlewaretoken", "base")


def _gives_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a save that comes too late with what was typed, not with a page that lost it."""

    @wraps(view)
    def answered(request: HttpRequest, key: uuid.UUID, *place: Any, **places: Any) -> HttpResponse:
        try:
            return view(request, key, *place, **places)
        except saving.NotWritable:
            if request.method != "POST":
                raise
            return _not_saved(request, key)

    return answered


@login_required
@require_GET
def overview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The task list of sections with what each still lacks."""
    application = draft_written(request, key)
    return render(request, "applications/overview.html", _frame(application, None))


@login_required
@require_http_methods(["GET", "POST"])
@_gives_back
def section(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """One section; saved alone by its button, a stale save answered with both texts."""
    application = draft_written(request, key)
    if name not in (sections.BASIC, *sections.BY_KEY):
        raise Http404
    stored = application.sections.filter(key=name).select_related("saved_by").first()
    form = _section_form(name, request.POST or None, stored)
    if request.method == "POST" and form.is_valid():
        return _save(request, application, name, form)
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/section.html", _section_page(application, name, form, stored), status=status)


@login_required
@require_http_methods(["GET", "POST"])
@_gives_back
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
    context = _frame(application, _section_of(rows)) | {"form": form, "rows": rows, "row": stored}
    return render(request, "applications/row.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
@_gives_back
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


@login_required
@require_http_methods(["GET", "POST"])
@_gives_back
def attachments(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The attachments of the draft, and one more upload."""
    application = draft_written(request, key)
    kept = application.attachments.filter(removed_at__isnull=True).select_related("file")
    form = forms.AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _attached(request, application, form):
        return redirect("applications:attachments", key)
    used = saving.used_by(application)
    context = _frame(application, sections.ATTACHMENTS) | {
        "form": form,
        "attachments": kept,
        "used": used,
        "limit": saving.LARGEST_TOGETHER,
        "left": max(saving.LARGEST_TOGETHER - used, 0),
    }
    return render(request, "applications/attachments.html", context, status=422 if request.method == "POST" else 200)


def _attached(request: HttpRequest, application: Application, form: Any) -> bool:
    try:
        saving.attach(application, form, seat=seat_of(request))
    except ValidationError as too_much:
        form.add_error("file", too_much)
        return False
    for note in form.checked.notes:
        messages.warning(request, note)
    messages.success(request, f"“{form.checked.name}”已上传。")
    return True


@login_required
@require_POST
@_gives_back
def attachment_removed(request: HttpRequest, key: uuid.UUID, attachment: int) -> HttpResponse:
    application = draft_written(request, key)
    if saving.detach(application, attachment, seat=seat_of(request)):
        messages.success(request, "附件已移除。")
    return redirect("applications:attachments", key)


@login_required
@require_http_methods(["GET", "POST"])
@_gives_back
def matters(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Name, type, organiser and place of the base applied for."""
    application = draft_written(request, key)
    seat, base, status = seat_of(request), saving.matters_base(application), 200
    form = forms.MattersForm(request.POST or None, instance=application, call=application.call, seat=seat)
    if request.method == "POST" and form.is_valid():
        changed = saving.save_matters(application, form, base=request.POST.get("base", ""), seat=seat)
        if changed is None:
            messages.success(request, "申报事项已保存。")
            return redirect("applications:overview", key)
        base, status = saving.matters_base(changed), 409
        form.add_error(None, _changed_matters(changed))
    elif request.method == "POST":
        base, status = request.POST.get("base", ""), 422
    context = _frame(application, sections.BASIC) | {"form": form, "base": base}
    return render(request, "applications/matters.html", context, status=status)


def _changed_matters(now: Application) -> str:
    facts = [now.full_name, now.get_kind_display(), str(now.organiser), str(now.region), str(now.sector or "")]
    return (
        f"同事在您打开本页之后改过申报事项，现在是：{'，'.join(fact for fact in facts if fact)}。"
        "您填写的内容仍在下面，没有保存；看过之后再保存，就以您的为准。"
    )


@login_required
@require_GET
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What is missing, with links, and then what submitting does; for every writer, also those who may not submit."""
    application = draft_written(request, key)
    submitters = current_seats(clock.today()).filter(unit=application.unit, role=Role.SUBMITTER)
    context = {"submitters": submitters, "own_seat": next((s for s in submitters if s.person == request.user), None)}
    return render(request, "applications/check.html", _frame(application, "check") | context)


def _frame(application: Application, here: str | None) -> dict[str, Any]:
    """What every page of the form shows: the sections with progress and comments, what is missing, why it came back."""
    missing, reading = missing_items(application), reading_of(application)
    steps = progress(application, missing)
    required = sum(step.required for step in steps.values())
    filled = sum(step.filled for step in steps.values())
    return {
        "application": application,
        "here": here,
        "missing": missing,
        "sections": [(key, sections.heading_of(key), steps[key], reading.counts[key]) for key in steps],
        "percent": round(100 * filled / required),
        "returned": reading.returned,
        "said": reading.on(here),
        "said_in_all": len(reading.comments),
    }


def _section_form(name: str, data: Any, stored: Section | None) -> Any:
    initial: dict[str, Any] = {"base": stored.version if stored else 0}
    initial |= stored.content if stored else {}
    if name == sections.BASIC:
        return forms.BasicForm(data, initial=initial)
    return forms.TextSectionForm(data, initial=initial, section=sections.BY_KEY[name])


def _section_page(application: Application, name: str, form: Any, stored: Section | None) -> dict[str, Any]:
    known = sections.BY_KEY.get(name)
    page = _frame(application, name) | {
        "form": form,
        "stored": stored,
        "name": name,
        "heading": sections.heading_of(name),
        "following": _following(name),
    }
    if known is not None:
        page["instruction"] = known.instruction_for(application.call.build_years)
        page["rows"] = known.rows
        page["row_list"] = _row_list(application, known.rows) if known.rows else []
    return page


def _following(name: str) -> tuple[str, str] | None:
    """Key and heading of the part that comes after this one."""
    keys = [sections.BASIC, *sections.BY_KEY, sections.ATTACHMENTS]
    key = keys[keys.index(name) + 1]
    return key, sections.heading_of(key)


def _row_list(application: Application, rows: str) -> Any:
    found = getattr(application, rows).all()
    return found.select_related("task") if rows == "milestones" else found


def _save(request: HttpRequest, application: Application, name: str, form: Any) -> HttpResponse:
    base = form.cleaned_data["base"]
    result = saving.save_section(application, name, form.content(), base=base, seat=seat_of(request))
    if isinstance(result, saving.Conflict):
        return _conflict(request, application, name, result)
    saved = timezone.localtime(result.section.saved_at)
    messages.success(request, f"“{sections.heading_of(name)}”已保存 {saved:%H:%M:%S}。")
    return redirect("applications:section", application.pk, name)


def _conflict(request: HttpRequest, application: Application, name: str, result: saving.Conflict) -> HttpResponse:
    """Both texts side by side; saving from here is an ordinary save on the newer one."""
    stored = result.section
    form = _section_form(name, result.mine | {"base": stored.version}, stored)
    labels = sections.BASIC_FIELDS if name == sections.BASIC else {"text": sections.heading_of(name)}
    pairs = [_pair(label, stored.content.get(field, ""), result.mine.get(field, "")) for field, label in labels.items()]
    page = _section_page(application, name, form, stored) | {"pairs": pairs}
    return render(request, "applications/conflict.html", page, status=409)


def _pair(label: str, theirs: str, mine: str) -> dict[str, Any]:
    theirs_marked, mine_marked = differences.marked(theirs, mine)
    return {"label": label, "theirs": theirs_marked, "mine": mine_marked, "differs": theirs != mine}


def _row_conflict(request: HttpRequest, application: Application, rows: str, form: Any, key: Any) -> HttpResponse:
    model, _ = _row_kind(rows)
    stored = model.objects.filter(application=application, pk=key).first()  # type: ignore[attr-defined]
    again = form.data.copy()
    again["base"] = str(stored.version if stored else 0)
    fresh = _row_form(rows, application, again, stored)
    page = _frame(application, _section_of(rows)) | {"form": fresh, "rows": rows, "row": stored}
    return render(request, "applications/row_conflict.html", page, status=409)


def _not_saved(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What was typed, to be copied out, after the draft was submitted or withdrawn meanwhile."""
    typed = [str(value) for name, value in request.POST.items() if name not in _UNSEEN_FIELDS and value]
    page = {"application": application_seen(request, key), "texts": typed, "sentence": _GONE}
    return render(request, "applications/not_saved.html", page, status=409)


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
