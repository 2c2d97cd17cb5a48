"""补充材料: what a unit is asked, answered straight to SAC."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications import forms, supplementing
from applications.access import seat_of
from applications.holding import Moved
from applications.procedure import State
from documents import serving


@login_required
@require_http_methods(["GET", "POST"])
def supplement_answer(request: HttpRequest, key: int) -> HttpResponse:
    """Answer one item, once; after the end of the request it is too late, after its day it is only marked."""
    seat = seat_of(request)
    rows = supplementing.items_visible_to(seat).select_related("supplement__application__unit")
    item = get_object_or_404(rows, pk=key)
    if not supplementing.may_answer(item, seat):
        raise Http404
    application, posted = item.supplement.application, request.method == "POST"
    form = forms.SupplementAnswerForm(*((request.POST, request.FILES) if posted else ()))
    refused = (
        "" if application.state == State.SUPPLEMENTING else f"本案现在是“{application.state_label}”，不再接收答复。"
    )
    if posted and not refused and form.is_valid():
        try:
            supplementing.answer(item, form.cleaned_data["text"], form.cleaned_data["material"], seat=seat)
        except Moved as moved:
            refused = str(moved)
        else:
            messages.success(request, f"第 {item.number} 项的答复已送国家标准委。")
            return redirect(f"{application.get_absolute_url()}?tab=supplements")
    context = {"application": application, "item": item, "form": form, "refused": refused}
    context["overdue"] = supplementing.is_overdue(item.supplement)
    status = (409 if refused else 422) if posted else 200
    return render(request, "applications/desk_supplement_answer.html", context, status=status)


@login_required
@require_safe
def supplement_file(request: HttpRequest, key: int) -> HttpResponseBase:
    rows = supplementing.files_visible_to(seat_of(request)).select_related("file")
    return serving.respond(get_object_or_404(rows, pk=key).file, inline="inline" in request.GET, verify=True)
