"""年度总结和计划: beginning one, and the organiser's word (办法29)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assessments.forms.annual_summary import BeginSummaryForm, OpinionForm
from assessments.queries.operating import summaries_visible_to, years_open, years_to_summarise
from assessments.summarising import begin_summary, give_opinion, may_give_opinion
from bases.procedure.people import HOST
from bases.queries import visible_to as bases_visible_to
from organisations.access import seat_of

from .about import about_page, carried_out, sent


@login_required
@require_http_methods(["GET", "POST"])
def begun(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    base = get_object_or_404(bases_visible_to(seat), pk=key)
    if not HOST.allows(base, seat):
        raise Http404
    first = {"year": next(iter(years_to_summarise(base)), None)}
    form = BeginSummaryForm(*sent(request), years=years_open(base), initial=first)
    made, refusals = carried_out(
        request, form, lambda facts, key: begin_summary(base, facts["year"], seat=seat, key=key)
    )
    if made:
        return redirect("assessments:dossier", made.dossier_id)
    return about_page(
        request, base, form, "办法29", title="填报年度工作总结和下一年度工作计划", verb="开始填写",
        template="assessments/summary_begin.html", refusals=refusals,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def opinion_given(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    row = get_object_or_404(summaries_visible_to(seat).select_related("base"), pk=key)
    if not may_give_opinion(row, seat):
        raise Http404
    form = OpinionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        give_opinion(row, form.cleaned_data["text"], seat=seat)
        messages.success(request, "意见已提出，国家标准委和承担单位可以看到。")
        return redirect(row)
    context = {"row": row, "about": row.base, "form": form}
    return render(request, "assessments/opinion_given.html", context, status=200 if request.method == "GET" else 422)
