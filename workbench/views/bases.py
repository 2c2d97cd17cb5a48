"""The list of bases of those who have to do with them, and the same as a workbook."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.access import seat_of
from bases.procedure import BaseKind, BaseState
from documents import spreadsheets
from organisations.deciding import SAC
from organisations.models import Membership, Region
from procedure import clock
from procedure.templatetags.portal import last_day
from workbench import listing_bases

_HEADER = (
    *("名称", "类型", "区域", "领域", "承担单位", "申报组织单位", "行业部门或者地方政府", "状态", "批准文号"),
    *("批准建设", "建设期至", "批准成立", "超期事项", "下一期限", "下一期限日期", "在谁手里"),
)


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    seat, asked = _seat(request), listing_bases.Asked.of(request.GET.dict())
    context = {
        "page": listing_bases.page_of(seat, asked, request.GET.get("after", "")),
        "asked": asked,
        "sac": seat.role in SAC,
        "states": BaseState.choices,
        "kinds": BaseKind.choices,
        "areas": Region.objects.order_by("code"),
        "within": listing_bases.WITHIN,
    }
    return render(request, "workbench/bases/list.html", context)


@login_required
@require_safe
def exported(request: HttpRequest) -> FileResponse:
    """What is filtered, as a workbook."""
    seat, asked = _seat(request), listing_bases.Asked.of(request.GET.dict())
    rows = map(_cells, listing_bases.whole(seat, asked))
    return spreadsheets.respond("创新基地", _HEADER, rows, f"创新基地{clock.today():%Y%m%d}")


def _seat(request: HttpRequest) -> Membership:
    seat = seat_of(request)
    if not listing_bases.is_theirs(seat):
        raise Http404
    return seat


def _cells(row: dict[str, Any]) -> list[Any]:
    late, following = row["late"], row["next"]
    ahead = (following[0], last_day(following[2])) if following else ("", "")
    whom = late[0][1] if late else following[1] if following else ""
    return [
        *(row[name] for name in ("name", "kind_label", "area", "field", "host", "organised_by", "supervisor")),
        *(row[name] for name in ("state_label", "approval_number", "approved", "build_ends", "established")),
        "；".join(label for label, *_ in late), *ahead, whom,
    ]  # fmt: skip
