"""监督检查: opening one on its ground (办法31)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from assessments.forms import InspectionForm
from assessments.inspecting import open_inspection
from bases.procedure.people import SAC_OFFICER
from bases.queries import visible_to as bases_visible_to
from organisations.access import seat_of

from .about import about_page, carried_out, sent


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    base = get_object_or_404(bases_visible_to(seat), pk=key)
    if not SAC_OFFICER.allows(base, seat):
        raise Http404
    asked = {"assessment": request.GET.get("assessment")}
    form = InspectionForm(*sent(request), base=base, initial=asked)
    made, refusals = carried_out(request, form, lambda facts, key: open_inspection(base, facts, seat=seat, key=key))
    if made:
        messages.success(request, "监督检查已启动，承担单位、组织单位和行业部门或者地方政府会收到通知。")
        return redirect(made)
    return about_page(
        request, base, form, "办法31", title="启动监督检查", verb="启动监督检查",
        template="assessments/inspection_new.html", refusals=refusals,
    )  # fmt: skip
