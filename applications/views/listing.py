"""The queue: what the seat may see, filtered in the address, paged by key."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications import named_filters
from applications.access import seat_of
from applications.listing import page_of, whole
from applications.procedure import WITH_SAC, BaseKind, State
from documents import spreadsheets
from organisations.deciding import SAC
from organisations.models import Role
from procedure import clock


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    seat = seat_of(request)
    context = {
        "page": page_of(seat, request.GET),
        "states": State.choices,
        "kinds": BaseKind.choices,
        "named": named_filters.of(seat),
        "here": named_filters.query_of(seat, request.GET),
        "selectable": WITH_SAC if seat.role == Role.SAC_OFFICER else (),
    }
    return render(request, "applications/queue.html", context)


_HEADER = ("申报号", "名称", "类型", "申报单位", "地区", "申报组织单位", "推荐单位", "状态", "自")
_CELLS = ("number", "name", "kind_label", "host", "area", "organised_by", "recommended_by", "state_label", "since")
# What SAC has on its desk is its own affair.
_DESK_HEADER, _DESK_CELLS = ("编号", "经办"), ("desk_number", "holder")


@login_required
@require_safe
def exported(request: HttpRequest) -> FileResponse:
    """What is filtered, as a workbook."""
    seat = seat_of(request)
    desk = seat.role in SAC
    names = (*_CELLS, *(_DESK_CELLS if desk else ()))
    rows = ([row[name] for name in names] for row in whole(seat, request.GET))
    header = (*_HEADER, *(_DESK_HEADER if desk else ()))
    return spreadsheets.respond("申报", header, rows, f"申报{clock.today():%Y%m%d}")
