"""Pages about the procedure itself: its chart, and effects that could not be carried out."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.access import seat_of
from organisations.models import Role
from procedure import outbox
from procedure.asked import whole_number
from procedure.models import Outbox
from workbench import chart


@require_safe
def procedure_chart(request: HttpRequest) -> HttpResponse:
    """附件1: the flow chart, drawn from the very declaration that the program runs."""
    return render(request, "workbench/chart.html", chart.page())


@login_required
@require_http_methods(["GET", "POST"])
def incidents(request: HttpRequest) -> HttpResponse:
    """Effects whose retries are used up; the system administrator may order another round."""
    if seat_of(request).role != Role.SYSTEM_ADMIN:
        raise Http404
    if request.method == "POST":
        outbox.retry(whole_number(request.POST.get("outbox", "")))
        flash.success(request, "已重新安排，一分钟内会再次办理。")
        return redirect("workbench:incidents")
    rows = Outbox.objects.filter(failed_at__isnull=False, done_at__isnull=True).order_by("-failed_at")[:100]
    return render(request, "workbench/incidents.html", {"incidents": rows})
