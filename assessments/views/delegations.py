"""委托: preparing one from a base's page, and recording what was found (办法7)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.access import seat_of
from assessments import delegating
from assessments.forms import DelegationForm, FindingPageForm
from assessments.models import Delegation
from assessments.procedure.delegation import DelegationState
from assessments.procedure.people import DELEGATE
from assessments.queries import delegations as queries
from bases.queries import visible_to as bases_visible_to
from documents import serving
from organisations.access import seat_as
from organisations.models import Role
from procedure import articles
from procedure.acts import NotPermitted, Refused
from procedure.asked import whole_number

from .about import about_page, carried_out, key_of, sent


@login_required
@require_http_methods(["GET", "POST"])
def drafted(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_as(request, Role.SAC_OFFICER)
    base = get_object_or_404(bases_visible_to(seat).select_related("region__parent"), pk=key)
    form = DelegationForm(*sent(request), base=base)
    made, refusals = carried_out(request, form, lambda facts, key: delegating.draft(**facts, seat=seat, key=key))
    if made:
        messages.success(request, "已拟定，请核对后提请审批；签批后才生效。")
        return redirect(made)
    return about_page(
        request, base, form, "办法7", title="拟定委托", verb="拟定委托", template="assessments/delegation_new.html",
        refusals=refusals,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """记录核查情况, with its files."""
    seat = seat_of(request)
    row = get_object_or_404(queries.visible_to(seat).select_related("delegate"), pk=key)
    if row.state != DelegationState.IN_FORCE or not DELEGATE.allows(row, seat):
        raise Http404
    form, refusals, status = FindingPageForm(subject=row, seat=seat), [], 200
    if request.method == "POST":
        form, status = FindingPageForm(request.POST, files=request.FILES, subject=row, seat=seat), 422
        if form.is_valid():
            try:
                _record(request, row, form)
            except NotPermitted:
                raise Http404 from None
            except Refused as refused:
                refusals, status = refused.refusals, 409
            else:
                messages.success(request, "核查情况已记录并送国家标准委。")
                return redirect(_findings_tab(row))
    context = {
        "delegation": row, "form": form, "refusals": refusals, "key": key_of(request) or uuid.uuid4(),
        "quotation": articles.quotation("办法7"),
    }  # fmt: skip
    return render(request, "assessments/finding_new.html", context, status=status)


@login_required
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    found = get_object_or_404(queries.files_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


def _record(request: HttpRequest, row: Delegation, form: Any) -> None:
    seen = whole_number(request.POST.get("seen", ""), otherwise=-1)
    delegating.record(
        row, request.POST, form.cleaned_data["evidence"], seat=seat_of(request), seen=seen, key=key_of(request)
    )


def _findings_tab(row: Delegation) -> str:
    return f"{reverse('workbench:case', args=['delegation', row.pk])}?tab=findings"
