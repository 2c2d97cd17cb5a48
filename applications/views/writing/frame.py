"""What every page of the form shows, and how a save is answered that comes too late or by itself."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from applications import differences, forms, saving, sections
from applications.access import application_seen, seat_of
from applications.completeness import missing_items, progress
from applications.models import Application
from applications.procedure import State
from applications.returns import reading_of
from applications.wanted import asked_for
from applications.writable import PHASES

GONE = "本方案现在不能修改，刚才的内容没有保存。"
_UNSEEN_FIELDS = ("csrfmiddlewaretoken", "base", "format", "tab", "seq")


def gives_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a save that comes too late with what was typed, not with a page that lost it."""

    @wraps(view)
    def answered(request: HttpRequest, key: uuid.UUID, *place: Any, **places: Any) -> HttpResponse:
        try:
            return view(request, key, *place, **places)
        except saving.NotWritable:
            if request.method != "POST":
                raise
            if is_scripted(request):
                return JsonResponse({"closed": GONE}, status=409)
            return _not_saved(request, key)

    return answered


def is_scripted(request: HttpRequest) -> bool:
    """Whether the page's own script sent this and reads the answer: a save by itself, or one file of several."""
    return request.headers.get("X-Autosave") == "1"


def _not_saved(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What was typed, to be copied out, after the draft was submitted or withdrawn meanwhile."""
    typed = [
        forms.plain_of(request.POST.get("format", ""), str(value)) if name == "text" else str(value)
        for name, value in request.POST.items()
        if name not in _UNSEEN_FIELDS and value
    ]
    page = {"application": application_seen(request, key), "texts": typed, "sentence": GONE}
    return render(request, "applications/not_saved.html", page, status=409)


def frame(application: Application, here: str | None) -> dict[str, Any]:
    """The sections with progress and comments, what is missing, why it came back."""
    missing, reading = missing_items(application), reading_of(application)
    steps = progress(application, missing)
    required = sum(step.required for step in steps.values())
    filled = sum(step.filled for step in steps.values())
    return {
        "application": application,
        "phase": PHASES[State(application.state)],
        "asked_for": asked_for(application),
        "here": here,
        "missing": missing,
        "sections": [(key, sections.heading_of(key), steps[key], reading.counts[key]) for key in steps],
        "percent": round(100 * filled / required),
        "following": _following(here) if here in steps else None,
        "returned": reading.returned,
        "said": reading.on(here),
        "said_in_all": len(reading.comments),
    }


def _following(here: str | None) -> tuple[str, str] | None:
    """Key and heading of the part that comes after this one."""
    keys = [sections.BASIC, *sections.BY_KEY, sections.ATTACHMENTS, sections.CONDITIONS, None]
    key = keys[keys.index(here) + 1]
    return (key, sections.heading_of(key)) if key else None


def saved_by_itself(
    request: HttpRequest, application: Application, name: str, form: Any, part: str = "", field: str = ""
) -> HttpResponse:
    """The answer to a save without a button: a receipt with what is still missing of the part or field, or why not."""
    form.is_valid()
    if refused := form.unsavable():
        return JsonResponse({"errors": refused}, status=422)
    result = saving.save_section(
        application, name, form.typed(), base=form.cleaned_data["base"], seat=seat_of(request), form=form.kept_as
    )
    stored = result.section
    at = f"{timezone.localtime(stored.saved_at):%H:%M:%S}"
    if isinstance(result, saving.Conflict):
        conflict = {"by": stored.saved_by.name, "at": at, "version": stored.version}
        return JsonResponse({"conflict": conflict}, status=409)
    missing = missing_items(application)
    return JsonResponse(
        {
            "seq": request.POST.get("seq", ""),
            "version": stored.version,
            "saved_at": at,
            "characters": form.characters(),
            "missing": [
                item.sentence
                for item in missing
                if item.section == (part or name) and (not field or item.field == field)
            ],
            "missing_in_all": len(missing),
        }
    )


def pair(label: str, theirs: str, mine: str) -> dict[str, Any]:
    """One field of two saves side by side, what differs marked."""
    theirs_marked, mine_marked = differences.marked(theirs, mine)
    return {"label": label, "theirs": theirs_marked, "mine": mine_marked, "differs": theirs != mine}
