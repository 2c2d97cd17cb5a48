"""The side of a unit that was asked about an objection: what is asked, and its answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from documents import serving
from notices import handling
from notices.forms import InquiryAnswerForm
from notices.handling import HandlingRefused
from notices.models import Inquiry
from notices.queries import ANSWERERS, inquiries_visible_to, inquiry_files_visible_to, overdue
from organisations.access import seat_of


@login_required
@require_http_methods(["GET", "POST"])
def inquiry(request: HttpRequest, key: int) -> HttpResponse:
    """What one's own unit is asked, and where it answers; late answers are taken too."""
    seat = seat_of(request)
    rows = inquiries_visible_to(seat).select_related("objection__item__notice")
    found: Inquiry = get_object_or_404(rows, pk=key)
    may_answer = seat.role in ANSWERERS and found.unit_id == seat.unit_id
    posted = request.method == "POST"
    if posted and not may_answer:
        raise Http404
    form = InquiryAnswerForm(
        request.POST if posted else None, {"evidence": request.FILES.getlist("evidence")} if posted else None
    )
    if posted and form.is_valid():
        try:
            handling.answer(found, form.cleaned_data["answer"], form.cleaned_data["evidence"], seat=seat)
        except HandlingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "答复已送国家标准委。")
            return redirect("notices:inquiry", key)
    context = {
        "inquiry": found,
        "item": found.objection.item,
        "form": form,
        "may_answer": may_answer and found.answered_at is None and found.closed_at is None,
        "overdue": overdue(found),
        "lost_files": posted and bool(request.FILES),
    }
    return render(request, "notices/inquiry.html", context, status=422 if posted else 200)


@login_required
@require_safe
def inquiry_file(request: HttpRequest, key: int) -> HttpResponseBase:
    found = get_object_or_404(inquiry_files_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, verify=True)
