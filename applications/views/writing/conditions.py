"""申报条件: each condition of the call answered by itself, with what proves it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications import forms, saving, sections
from applications.access import draft_written, seat_of
from applications.attaching import kept
from applications.models import Application
from procedure.conditions import Condition

from .frame import frame, gives_back, is_scripted, pair, saved_by_itself


@login_required
@require_safe
def conditions(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Every condition of the call for this type, each in a form of its own."""
    return _shown(request, draft_written(request, key), None)


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def condition(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """Save the answer to one condition; by GET the page with all of them."""
    application = draft_written(request, key)
    asked = next((each for each in application.call.conditions(application.kind) if each.key == name), None)
    if asked is None:
        raise Http404
    if request.method == "GET":
        return _shown(request, application, None)
    form = forms.ConditionForm(request.POST, condition=asked, attachments=list(kept(application)))
    section = sections.of_condition(name)
    if is_scripted(request):
        return saved_by_itself(request, application, section, form, sections.CONDITIONS, name)
    if not form.is_valid():
        return _shown(request, application, form)
    result = saving.save_section(
        application, section, form.typed(), base=form.cleaned_data["base"], seat=seat_of(request)
    )
    if isinstance(result, saving.Conflict):
        return _conflict(request, application, asked, result)
    messages.success(request, "这一条的答复已保存。")
    return redirect(f"{reverse('applications:conditions', args=[key])}#{name}")


def _shown(request: HttpRequest, application: Application, faulty: Any) -> HttpResponse:
    attachments = list(kept(application))
    saved = {row.key: row for row in application.sections.select_related("saved_by")}
    answers = [
        _answer(application, number, each, saved.get(sections.of_condition(each.key)), attachments, faulty)
        for number, each in enumerate(application.call.conditions(application.kind), start=1)
    ]
    page = frame(application, sections.CONDITIONS)
    lacking = {item.field: item.sentence for item in page["missing"] if item.section == sections.CONDITIONS}
    for answer in answers:
        answer["lacking"] = lacking.get(answer["condition"].key, "")
    context = page | {"answers": answers, "form": faulty, "attachments": attachments}
    return render(request, "applications/conditions.html", context, status=422 if faulty else 200)


def _answer(
    application: Application, number: int, condition: Condition, stored: Any, attachments: Any, faulty: Any
) -> dict[str, Any]:
    form = faulty if faulty is not None and faulty.condition == condition else None
    form = form or forms.ConditionForm(condition=condition, attachments=attachments, stored=stored)
    url = reverse("applications:condition", args=[application.pk, condition.key])
    return {"number": number, "condition": condition, "form": form, "stored": stored, "action": url}


def _conflict(
    request: HttpRequest, application: Application, condition: Condition, result: saving.Conflict
) -> HttpResponse:
    stored, attachments = result.section, list(kept(application))
    theirs, mine = (forms.answer_words(content, attachments) for content in (stored.content, result.mine))
    form = forms.ConditionForm(condition=condition, attachments=attachments, stored=stored, mine=result.mine)
    page = frame(application, sections.CONDITIONS) | {
        "form": form,
        "stored": stored,
        "name": stored.key,
        "heading": f"申报条件：{condition.text}",
        "pairs": [pair(label, theirs[label], mine[label]) for label in theirs],
        "action": request.path,
        "theirs_url": f"{reverse('applications:conditions', args=[application.pk])}#{condition.key}",
    }
    return render(request, "applications/conflict.html", page, status=409)
