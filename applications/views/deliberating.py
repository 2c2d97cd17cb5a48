"""研究审议: SAC's page of candidates with numbers and plans, and exceptions for a second base in one place."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications import deliberating, forms
from applications.access import application_seen, seat_of
from applications.holding import Moved
from applications.models import Application, Call
from applications.procedure import places
from documents import spreadsheets
from organisations.access import seat_as
from organisations.models import Membership, Role
from procedure import clock


@login_required
@require_safe
def deliberation(request: HttpRequest) -> HttpResponse:
    """The candidates of one call with what the experts said, and what stands in each place already."""
    seat = seat_as(request, *deliberating.READERS)
    calls, call = _calls(request, seat)
    context: dict[str, Any] = {"calls": calls, "call": call}
    if call is not None:
        context |= {
            "page": deliberating.page_of(call, seat, request.GET.get("after", "")),
            "by_kind": deliberating.by_kind(call),
            "by_region": deliberating.by_region(call),
            "by_sector": deliberating.by_sector(call),
            "may_publish": seat.role == Role.SAC_OFFICER,
        }
    return render(request, "applications/deliberation.html", context)


@login_required
@require_safe
def deliberation_exported(request: HttpRequest) -> FileResponse:
    """The candidates of the call as a workbook."""
    seat = seat_as(request, *deliberating.READERS)
    _, call = _calls(request, seat)
    rows = spreadsheets.rows_of(lambda after: deliberating.page_of(call, seat, after)) if call else ()
    return spreadsheets.respond("研究审议", _HEADER, map(_cells, rows), f"研究审议{clock.today():%Y%m%d}")


_HEADER = (
    "名称", "类型", "领域", "所在地", "承担单位", "组织单位", "推荐单位", "评审意见", "记录时间", "评分", "不同意见",
    "同一区域或者领域已有", "例外", "提示",
)  # fmt: skip


def _cells(row: deliberating.Candidate) -> list[Any]:
    case, opinion = row.application, row.opinion
    units = [case.unit.name, case.organiser.name if case.organiser else "", case.recommender and case.recommender.name]
    said = [row.conclusion, row.concluded_at, "；".join(f"{name} {score}" for name, score in opinion.scores)]
    taken = "、".join(base.full_name for base in row.taken)
    place = [case.full_name, case.get_kind_display(), case.sector and str(case.sector), str(case.region or "")]
    why = row.exception.reason if row.exception else ""
    return [*place, *units, *said, opinion.dissents, taken, why, row.refusal or ""]


def _calls(request: HttpRequest, seat: Membership) -> tuple[list[Call], Call | None]:
    """All in which something is considered, and the one that is asked for."""
    calls = deliberating.calls_considered(seat)
    return calls, next((each for each in calls if str(each.pk) == request.GET.get("call")), next(iter(calls), None))


@login_required
@require_http_methods(["GET", "POST"])
def place_exception(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Record why a second base may be built here, or end that again; SAC's officers alone."""
    seat, application = seat_of(request), application_seen(request, key)
    if seat.role not in deliberating.READERS or (request.method == "POST" and seat.role != Role.SAC_OFFICER):
        raise Http404
    ends = deliberating.current_exception(application) is not None
    form_class = forms.EndExceptionForm if ends else forms.PlaceExceptionForm
    if request.method == "GET":
        return _page(request, application, form_class(), status=200)
    if ("end" in request.POST) != ends:
        said = "本案的例外在您打开之后有变动，请先看现在的记录。"
        return _page(request, application, form_class(request.POST), status=409, refused=said)
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, application, form, status=422)
    write = deliberating.end_exception if ends else deliberating.record_exception
    try:
        write(application, form.cleaned_data["reason"], seat=seat)
    except Moved as moved:
        return _page(request, application, form, status=409, refused=str(moved))
    messages.success(request, "例外已取消。" if ends else "例外已记录，提请和审批时都会显示。")
    return redirect(application)


def _page(request: HttpRequest, application: Application, form: Any, *, status: int, refused: str = "") -> HttpResponse:
    exception = deliberating.current_exception(application)
    taken = places.living_in_place(application)
    context = {
        "application": application,
        "form": form,
        "refused": refused,
        "exception": exception,
        "exceptions": deliberating.exceptions_of(application),
        "taken": taken,
        "refusal": places.refusal(application, taken, excepted=exception is not None),
        "may": deliberating.may_except(application, seat_of(request)),
    }
    return render(request, "applications/deliberation_exception.html", context, status=status)
