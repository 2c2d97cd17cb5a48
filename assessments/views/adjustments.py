"""调整: drafting one and recording what experts said (办法34)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.adjusting import NotDraft, draft, record_assessment
from assessments.forms import AdjustmentForm, ExpertAssessmentForm
from assessments.forms.adjustment import KINDS
from assessments.queries import adjustments as queries
from bases.models import Base
from bases.queries import visible_to as bases_visible_to
from documents import serving
from organisations.access import seat_as, seat_of
from organisations.models import Role
from procedure import articles

from .about import about_page, carried_out, sent

_DRAFTED = (
    "拟定之后先记录专家评估，上传专家签名的意见。", "再由经办提请、审批人员签批，文件送各有关单位。",
    "终止和撤销不在这里办理。",
)  # fmt: skip
_ASSESSED = ("写明评估的专家、日期和意见。", "没有专家评估的，不能提请调整。")


@login_required
@require_http_methods(["GET", "POST"])
def drafted(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """First what is to be adjusted, then the form for it."""
    seat = seat_as(request, Role.SAC_OFFICER)
    base: Base = get_object_or_404(bases_visible_to(seat), pk=key)
    about, posted = request.GET.get("about", ""), request.method == "POST"
    if about not in KINDS:
        choice = {"base": base, "kinds": KINDS.items(), "quotation": articles.quotation("办法34")}
        return render(request, "assessments/adjustment_choose.html", choice, status=422 if posted else 200)
    form = AdjustmentForm(*sent(request), base=base, about=about)
    made, refusals = carried_out(request, form, lambda facts, key: draft(base, facts["facts"], seat=seat, key=key))
    if made:
        messages.success(request, "已拟定调整；请记录专家评估，再提请审批。")
        return redirect(f"{made.get_absolute_url()}?tab=experts")
    title = f"拟定调整：{KINDS[about]}"
    return about_page(request, base, form, "办法34", title=title, verb="拟定调整", rules=_DRAFTED, refusals=refusals)


@login_required
@require_http_methods(["GET", "POST"])
def assessed(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_as(request, Role.SAC_OFFICER)
    adjustment = get_object_or_404(queries.visible_to(seat).select_related("base"), pk=key)
    posted = request.method == "POST"
    form = ExpertAssessmentForm(*((request.POST, request.FILES) if posted else ()))
    if posted and form.is_valid():
        try:
            record_assessment(adjustment, form.cleaned_data, seat=seat)
        except NotDraft as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "专家评估已记录。")
            return redirect(f"{adjustment.get_absolute_url()}?tab=experts")
    return about_page(request, adjustment, form, "办法34", title="记录专家评估", verb="记录专家评估", rules=_ASSESSED)


@login_required
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    row = get_object_or_404(queries.assessments_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(row.file, inline="inline" in request.GET, verify=True)
