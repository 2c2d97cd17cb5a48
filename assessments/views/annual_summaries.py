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
from procedure import articles
from procedure.asked import uuid_in
from procedure.perform import Refused


@login_required
@require_http_methods(["GET", "POST"])
def begun(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    base = get_object_or_404(bases_visible_to(seat), pk=key)
    if not HOST.allows(base, seat):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = BeginSummaryForm(sent, years=years_open(base), initial={"year": next(iter(years_to_summarise(base)), None)})
    refusals, sending = [], uuid_in(request.POST.get("key", ""))
    if form.is_valid():
        try:
            row = begin_summary(base, form.cleaned_data["year"], seat=seat, key=sending)
        except Refused as refused:
            refusals = refused.refusals
        else:
            return redirect("assessments:dossier", row.dossier_id)
    context = {
        "base": base, "form": form, "refusals": refusals, "key": sending or uuid.uuid4(),
        "quotation": articles.quotation("办法29"),
    }  # fmt: skip
    status = 200 if request.method == "GET" else 409 if refusals else 422
    return render(request, "assessments/summary_begin.html", context, status=status)


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
    context = {"row": row, "base": row.base, "form": form}
    return render(request, "assessments/opinion_given.html", context, status=200 if request.method == "GET" else 422)
