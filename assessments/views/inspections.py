"""监督检查: opening one on its ground (办法31)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assessments.forms import InspectionForm
from assessments.inspecting import open_inspection
from bases.procedure.people import SAC_OFFICER
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
    if not SAC_OFFICER.allows(base, seat):
        raise Http404
    asked = {"assessment": request.GET.get("assessment")}
    form = InspectionForm(request.POST if request.method == "POST" else None, base=base, initial=asked)
    refusals, sending = [], uuid_in(request.POST.get("key", ""))
    if form.is_valid():
        try:
            made = open_inspection(base, form.cleaned_data, seat=seat, key=sending)
        except Refused as refused:
            refusals = refused.refusals
        else:
            messages.success(request, "监督检查已启动，承担单位、组织单位和行业部门或者地方政府会收到通知。")
            return redirect(made)
    context = {
        "base": base, "form": form, "refusals": refusals, "key": sending or uuid.uuid4(),
        "quotation": articles.quotation("办法31"),
    }  # fmt: skip
    status = 200 if request.method == "GET" else 409 if refusals else 422
    return render(request, "assessments/inspection_new.html", context, status=status)
