"""自查 and 验收申请: begun from a base's page, the application written by its organiser (办法19)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.access import seat_of
from assessments import applying, checking
from assessments.forms import ApplicationForm
from assessments.models import Acceptance, SelfCheck
from assessments.queries import acceptances as queries
from documents import serving
from organisations.models import Membership
from procedure import articles

from .beginning import base_seen, begun


@login_required
@require_http_methods(["GET", "POST"])
def self_check_begun(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """开展自查."""
    page = {"heading": "开展自查", "button": "开展自查", "then": _SELF_CHECK}
    return begun(request, SelfCheck(base=base_seen(request, key)), checking.begin_self_check, page)


@login_required
@require_http_methods(["GET", "POST"])
def drafted(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """起草验收申请."""
    page = {"heading": "起草验收申请", "button": "开始起草", "then": _APPLICATION}
    return begun(request, Acceptance(base=base_seen(request, key)), applying.draft, page)


_SELF_CHECK = (
    "对照申报方案，逐项说明任务、指标和节点的完成情况；各项从上次报告的数值开始，不必重填。",
    "报送组织单位，由其认定符合或者不符合验收条件，也可以退回修改。",
    "符合的，由组织单位提出验收申请；不符合的，窗口期内可以再次自查。",
)
_APPLICATION = (
    "先起草，写好申请内容，上传盖章的申请文件，再报送国家标准委。",
    "报送的同时抄报行业部门或者地方政府，其打开的时间会记下。",
    "是否按时以第一次报送为准；决定之前不计逾期。",
)


@login_required
@require_http_methods(["GET", "POST"])
def written(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The application, as long as it is with its organiser."""
    seat = seat_of(request)
    row = _written_by(seat, key)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplicationForm.of(row, *sent)
    if request.method == "POST" and form.is_valid():
        try:
            applying.save(row, form.cleaned_data["statement"], form.cleaned_data["evidence"], seat=seat)
        except applying.Closed:
            return _page(request, row, form, 409, applying.CLOSED)
        messages.success(request, "已保存；写好后请在本页办理“提出验收申请”。")
        return redirect(row)
    return _page(request, row, form, 422 if request.method == "POST" else 200)


@login_required
@require_POST
def file_removed(request: HttpRequest, key: uuid.UUID, file: int) -> HttpResponse:
    seat = seat_of(request)
    row = _written_by(seat, key)
    try:
        applying.remove_file(row, file, seat=seat)
        messages.success(request, "文件已移除。")
    except applying.Closed:
        messages.error(request, applying.CLOSED)
    return redirect(row)


@login_required
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    found = get_object_or_404(queries.files_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


@login_required
@require_safe
def opinion(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """验收意见 with its signatures, once it is recorded and printed: for everybody who sees the application."""
    row = get_object_or_404(queries.acceptances_visible_to(seat_of(request)), pk=key, opinion_on__isnull=False)
    printed = row.case.prints.filter(file__isnull=False).select_related("file").first() if row.case else None
    if printed is None or printed.file is None:
        raise Http404
    return serving.respond(printed.file, inline="inline" in request.GET, verify=True)


def _written_by(seat: Membership, key: uuid.UUID) -> Acceptance:
    row = get_object_or_404(queries.acceptances_visible_to(seat).select_related("base__organiser"), pk=key)
    if not applying.writes(row, seat):
        raise Http404
    return row


def _page(request: HttpRequest, row: Acceptance, form: Any, status: int, closed: str = "") -> HttpResponse:
    context = {"acceptance": row, "base": row.base, "form": form, "closed": closed}
    context["quotation"] = articles.quotation("办法19")
    return render(request, "assessments/acceptance_written.html", context, status=status)
