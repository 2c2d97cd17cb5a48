"""年度考核: delivering a year's result, and noting that it was opened (办法30)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from assessments.assessing import deliver, note_opened, unopened_by
from assessments.forms import AssessmentForm
from assessments.models import AnnualAssessment
from assessments.queries.operating import assessments_visible_to, years_open, years_to_assess
from bases.procedure.people import ORGANISER
from bases.queries import visible_to as bases_visible_to
from organisations.access import seat_of

from .about import about_page, carried_out, sent


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    base = get_object_or_404(bases_visible_to(seat), pk=key)
    if not ORGANISER.allows(base, seat):
        raise Http404
    first = {"year": next(iter(years_to_assess(base)), None)}
    form = AssessmentForm(*sent(request), years=years_open(base), initial=first)

    def delivered(facts: dict[str, Any], key: uuid.UUID | None) -> AnnualAssessment:
        row = AnnualAssessment(base=base, year=facts.pop("year"))
        return deliver(row, facts, facts.pop("evidence"), seat=seat, key=key)

    made, refusals = carried_out(request, form, delivered)
    if made:
        messages.success(request, "考核结果已报送行业部门或者地方政府和国家标准委。")
        return redirect(made)
    return about_page(
        request, base, form, "办法30", title="报送年度考核结果", verb="报送年度考核结果",
        template="assessments/assessment_new.html", refusals=refusals,
    )  # fmt: skip


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
