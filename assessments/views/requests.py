"""亮点成果, 经验做法 and 典型案例 asked for by a date: asking, saying that all is there, and needing no more."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments import requesting
from assessments.forms.achievements import AnswerForm, AskForm
from assessments.keeping import NotKept, over
from assessments.queries.kept import requests_visible_to
from bases.procedure.people import HOST_SUBMITTER
from bases.queries import visible_to as bases_visible_to
from organisations.access import seat_of


@login_required
@require_http_methods(["GET", "POST"])
def asked(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    base = get_object_or_404(bases_visible_to(seat), pk=key)
    if not requesting.may_ask(base, seat):
        raise Http404
    form, refused = AskForm(request.POST if request.method == "POST" else None), over(base)
    if not refused and form.is_valid():
        try:
            made = requesting.ask(base, form.cleaned_data["text"], form.cleaned_data["due_on"], seat=seat)
        except NotKept as said:
            refused = str(said)
        else:
            messages.success(request, "已向承担单位提出要求，到期前会提醒。")
            return redirect(requesting.where(made))
    status = 200 if request.method == "GET" else 409 if refused else 422
    context = {"about": base, "form": form, "refused": refused}
    return render(request, "assessments/request_new.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def answered(request: HttpRequest, key: int) -> HttpResponse:
    seat = seat_of(request)
    found = get_object_or_404(requests_visible_to(seat).select_related("base", "unit"), pk=key)
    if not HOST_SUBMITTER.allows(found.base, seat):
        raise Http404
    form, refused = AnswerForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        try:
            requesting.answer(found, form.cleaned_data["answer"], seat=seat)
        except NotKept as said:
            refused = str(said)
        else:
            messages.success(request, f"已告知{found.unit}。")
            return redirect(requesting.where(found))
    context = {"about": found.base, "asked": found, "form": form, "refused": refused}
    status = 200 if request.method == "GET" else 409 if refused else 422
    answers = found.answers.filter(withdrawn_at__isnull=True).order_by("happened_on")
    return render(request, "assessments/request_answer.html", context | {"answers": answers}, status=status)


@login_required
@require_POST
def finished(request: HttpRequest, key: int) -> HttpResponse:
    seat = seat_of(request)
    found: Any = get_object_or_404(requests_visible_to(seat).select_related("base", "unit"), pk=key)
    if not requesting.may_finish(found, seat):
        raise Http404
    try:
        requesting.finish(found, seat=seat)
        messages.success(request, "已办结。")
    except NotKept as said:
        messages.warning(request, str(said))
    return redirect(requesting.where(found))
