"""SAC's queue: several cases at once, and filters under a name."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from applications import assigning_several, forms, named_filters
from applications.access import seat_of
from applications.assigning_several import Answer
from applications.models import Application
from organisations.access import seat_as
from organisations.models import Membership, Role
from procedure.asked import uuid_in

_TAKE, _ASK = "take", "ask"


@login_required
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Take the chosen cases, or ask to whom they go and pass them on; one answer for each."""
    seat = seat_as(request, Role.SAC_OFFICER)
    keys = [key for key in map(uuid_in, request.POST.getlist("case")) if key]
    cases, act = assigning_several.chosen(keys, seat), request.POST.get("act", "")
    if not cases:
        messages.warning(request, "没有选中可以办理的申报，请先在列表中选择。")
        return redirect("applications:queue")
    if act == _TAKE:
        return _told(request, assigning_several.take_all(cases, seat))
    return _handed_over(request, cases, seat, asked_first=act == _ASK)


def _handed_over(
    request: HttpRequest, cases: list[Application], seat: Membership, *, asked_first: bool
) -> HttpResponse:
    form = forms.HandOverSeveralForm(None if asked_first else request.POST)
    if asked_first or not form.is_valid():
        context = {"form": form, "cases": [(each, _had(request, each, asked_first)) for each in cases]}
        return render(request, "applications/several_hand_over.html", context, status=200 if asked_first else 422)
    had = {str(each.pk): _had(request, each, asked_first) for each in cases}
    facts = form.cleaned_data
    done = assigning_several.hand_over_all(cases, facts["officer"], facts["note"], had=had, seat=seat)
    return _told(request, done)


def _had(request: HttpRequest, case: Application, asked_first: bool) -> str:
    """Who had it when the page was opened."""
    return str(case.officer_id or "") if asked_first else request.POST.get(f"had-{case.pk}", "")


def _told(request: HttpRequest, answers: list[Answer]) -> HttpResponse:
    done = sum(each.done for each in answers)
    context: dict[str, Any] = {"answers": answers, "done": done, "left": len(answers) - done}
    return render(request, "applications/several_done.html", context)


@login_required
@require_POST
def filter_kept(request: HttpRequest) -> HttpResponse:
    """Give the filter that is set a name, or another filter to a name that there is."""
    seat, name = seat_of(request), request.POST.get("name", "").replace("\0", "").strip()
    try:
        kept = named_filters.keep(seat, name, request.POST)
    except named_filters.NotKept as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('applications:queue')}?{named_filters.query_of(seat, request.POST)}")
    messages.success(request, f"已存为常用筛选“{kept.name}”。")
    return redirect(f"{reverse('applications:queue')}?{kept.query}")


@login_required
@require_POST
def filter_dropped(request: HttpRequest, key: int) -> HttpResponse:
    """Forget a name; the cases stay where they are."""
    named_filters.drop(seat_of(request), key)
    messages.success(request, "常用筛选已删除。")
    return redirect("applications:queue")
