"""Beginning the reports of a build, and a major problem with its answers."""

import uuid
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.access import seat_of
from assessments import problems, reporting
from assessments.forms import ProblemAnswerForm, ProblemForm
from assessments.models import BuildReport, ConstructionPlan, MidtermReview
from assessments.queries import major_problems
from bases.procedure.people import HOST_SUBMITTER
from documents import serving
from procedure.asked import whole_number
from procedure.perform import Refused

from .about import about_page, carried_out, sent
from .beginning import base_seen, begun

_FILLED = "任务、指标和节点逐条填写，带入最近一次报告的数值；可以多人分头填写，边写边自动保存。"
_REPORT = (
    _FILLED,
    "报送申报组织单位，由其上报国家标准委，也可以退回修改。",
    "以第一次报送的时间计算是否按期；逾期的仍然收，注明逾期。",
)
_PLAN = (
    "把申报方案的各项任务、指标和节点细化，由组织单位和承担单位一起起草，组织单位报送国家标准委。",
    "低于承诺、推迟或者不再实施的，会列为偏离，由国家标准委逐项决定；承诺本身不因此改变。",
    "自收到批准文件之日起计算期限，以第一次报送计算是否按期。",
)
_REVIEW = (
    "由组织单位组织评估，对每项任务和指标写明评估意见，带入最近一次报告的数值。",
    "建设期中点前三个月起可以提交；中点后三个月仍未提交的为逾期，逾期的仍然收，注明逾期。",
)


@login_required
@require_http_methods(["GET", "POST"])
def report_begun(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The annual report of a year that has none yet."""
    base, year = base_seen(request, key), whole_number(request.POST.get("year", ""), otherwise=0)
    page = {
        "heading": "填报年度建设情况", "button": "开始填报", "then": _REPORT,
        "years": reporting.years_to_report(base), "due_year": reporting.year_due(base),
    }  # fmt: skip
    return begun(request, BuildReport(base=base, year=year), partial(reporting.begin_report, year=year), page)


@login_required
@require_http_methods(["GET", "POST"])
def plan_begun(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    page = {"heading": "起草建设方案", "button": "开始起草", "then": _PLAN}
    return begun(request, ConstructionPlan(base=base_seen(request, key)), reporting.begin_plan, page)


@login_required
@require_http_methods(["GET", "POST"])
def review_begun(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    page = {"heading": "开展中期评估", "button": "开始中期评估", "then": _REVIEW}
    return begun(request, MidtermReview(base=base_seen(request, key)), reporting.begin_review, page)


@login_required
@require_http_methods(["GET", "POST"])
def problem_reported(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """重大问题, reported by the host to everybody above it at once."""
    seat, base = seat_of(request), base_seen(request, key)
    if not HOST_SUBMITTER.allows(base, seat):
        raise Http404
    form = ProblemForm(*sent(request))
    made, refusals = carried_out(
        request, form, lambda facts, key: problems.report(base, facts, facts.pop("evidence"), seat=seat, key=key)
    )
    if made:
        messages.success(request, "已报告，组织单位、行业部门或者地方政府和国家标准委同时收到。")
        return redirect(made)
    return about_page(
        request, base, form, "办法17", title="报告重大问题", verb="报告重大问题",
        template="assessments/problem_new.html", refusals=refusals,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def problem_answered(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """An answer from above; of a closed one what was typed is given back."""
    seat = seat_of(request)
    problem = get_object_or_404(major_problems.visible_to(seat), pk=key)
    if not problems.answers_it(problem, seat):
        raise Http404
    form = ProblemAnswerForm(request.POST or None)
    refused = "" if problems.may_answer(problem, seat) else problems.CLOSED
    if request.method == "POST" and form.is_valid() and not refused:
        try:
            problems.answer(problem, form.cleaned_data["text"], seat=seat)
        except Refused as closed:
            refused = str(closed)
        else:
            messages.success(request, "答复已记录。")
            return redirect(problem)
    page = {"problem": problem, "base": problem.base, "form": form, "refused": refused}
    status = 200 if request.method == "GET" else 409 if refused else 422
    return render(request, "assessments/problem_answer.html", page, status=status)


@login_required
@require_safe
def problem_file(request: HttpRequest, number: int) -> HttpResponseBase:
    seen = major_problems.files_visible_to(seat_of(request)).select_related("file")
    found = get_object_or_404(seen, pk=number)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)
