"""年度考核: delivering a year's result, and noting that it was opened (办法30)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.assessing import deliver, note_opened, unopened_by
from assessments.forms import AssessmentForm
from assessments.models import AnnualAssessment
from assessments.queries.operating import assessments_visible_to, years_open, years_to_assess
from bases.procedure.people import ORGANISER
from bases.queries import visible_to as bases_visible_to
from organisations.access import seat_of
from procedure import articles
from procedure.asked import uuid_in
from procedure.perform import Refused


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    base = get_object_or_404(bases_visible_to(seat), pk=key)
    if not ORGANISER.allows(base, seat):
        raise Http404
    sent: Any = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AssessmentForm(*sent, years=years_open(base), initial={"year": next(iter(years_to_assess(base)), None)})
    refusals, sending = [], uuid_in(request.POST.get("key", ""))
    if form.is_valid():
        facts = dict(form.cleaned_data)
        row, files = AnnualAssessment(base=base, year=facts.pop("year")), facts.pop("evidence")
        try:
            made = deliver(row, facts, files, seat=seat, key=sending)
        except Refused as refused:
            refusals = refused.refusals
        else:
            messages.success(request, "考核结果已报送行业部门或者地方政府和国家标准委。")
            return redirect(made)
    context = {
        "base": base, "form": form, "refusals": refusals, "key": sending or uuid.uuid4(),
        "quotation": articles.quotation("办法30"),
    }  # fmt: skip
    status = 200 if request.method == "GET" else 409 if refusals else 422
    return render(request, "assessments/assessment_new.html", context, status=status)


@login_required
@require_POST
def opened(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The page says so by itself when somebody of the office has it before him; without a script he presses."""
    seat = seat_of(request)
    row = get_object_or_404(assessments_visible_to(seat), pk=key)
    if not row.versions.filter(deliveries__in=unopened_by(row, seat)).exists():
        raise Http404
    note_opened(row, seat)
    return HttpResponse(status=204) if request.headers.get("HX-Request") else redirect(row)
