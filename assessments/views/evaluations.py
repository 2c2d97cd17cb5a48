"""定期评估: beginning one, recording what was found, and the organiser's wish to have it sooner (办法32, 33)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from assessments.evaluating import NotNow, ask_early, begin, phase_of, record_finding
from assessments.forms import BeginEvaluationForm, EarlyEvaluationForm, EvaluationFindingForm
from assessments.queries import evaluations as queries
from bases.models import Base
from bases.procedure import BaseState
from bases.procedure.people import ORGANISER
from bases.queries import visible_to as bases_visible_to
from documents import serving
from organisations.access import seat_as, seat_of
from organisations.models import Role
from procedure.reckoning import beijing_day

from .about import about_page, carried_out, sent


@login_required
@require_http_methods(["GET", "POST"])
def begun(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_as(request, Role.SAC_OFFICER)
    base: Base = get_object_or_404(bases_visible_to(seat), pk=key)
    is_again = base.state == BaseState.REMEDIATION
    form = BeginEvaluationForm(*sent(request))
    made, refusals = carried_out(
        request, form, lambda facts, key: begin(base, facts["material_by"], is_again=is_again, seat=seat, key=key)
    )
    if made:
        messages.success(request, "评估已启动，承担单位会收到通知。")
        return redirect(made)
    title = "启动再次评估" if is_again else "启动定期评估"
    return about_page(request, base, form, "办法32", title=title, verb="启动评估", rules=_BEGUN, refusals=refusals)


@login_required
@require_http_methods(["GET", "POST"])
def early(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_as(request, Role.ORGANISER_OFFICER)
    base: Base = get_object_or_404(bases_visible_to(seat), pk=key)
    if not ORGANISER.allows(base, seat):
        raise Http404
    form = EarlyEvaluationForm(*sent(request))
    if form.is_valid():
        try:
            ask_early(base, form.cleaned_data["reason"], seat=seat)
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "申请已送国家标准委。")
            return redirect(base)
    return about_page(request, base, form, "办法33", title="申请提前再次评估", verb="送国家标准委", rules=_EARLY)


@login_required
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What SAC found in the material or on the spot."""
    seat = seat_as(request, Role.SAC_OFFICER)
    evaluation = get_object_or_404(queries.visible_to(seat).select_related("base"), pk=key)
    form = EvaluationFindingForm(*sent(request), not_before=beijing_day(evaluation.begun_at))
    if form.is_valid():
        said = dict(form.cleaned_data)
        files = said.pop("evidence")
        try:
            record_finding(evaluation, said, files, seat=seat)
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "情况已记录。")
            return redirect(f"{evaluation.get_absolute_url()}?tab=findings")
    title = f"记录{evaluation.state_label}情况" if phase_of(evaluation) else "记录情况"
    return about_page(request, evaluation, form, "办法32", title=title, verb="记录情况", rules=_FOUND)


@login_required
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    row = get_object_or_404(queries.files_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(row.file, inline="inline" in request.GET, verify=True)


_BEGUN = (
    "承担单位填写评估材料并报送。", "材料审查、现场核查和综合评议依次进行，不能跳过。",
    "结果分优秀、合格、不合格，由经办提请、审批人员签批。",
)  # fmt: skip
_EARLY = ("整改时间为1年；提前再次评估须由申报组织单位提出。", "是否提前，由国家标准委决定。")
_FOUND = ("三项内容分别写明。", "只记录情况，不作结论；结论由专家综合评议形成。")
