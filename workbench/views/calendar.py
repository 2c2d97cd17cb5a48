"""期限日历: month by month, and as a file for a calendar program."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.access import seat_of
from documents import spreadsheets
from procedure import clock
from workbench import calendar


@login_required
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    first = calendar.month_in(request.GET.get("month", ""))
    return render(request, "workbench/calendar.html", {"month": calendar.month_of(seat_of(request), first)})


@login_required
@require_safe
def as_file(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(calendar.as_file(seat_of(request)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="due-dates.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def exported(request: HttpRequest) -> FileResponse:
    """Everything late and ahead within a year, as a workbook."""
    rows = ((each.day, each.label, each.name, each.whom, each.due.why) for each in calendar.ahead(seat_of(request)))
    header = ("最后一天", "期限", "创新基地或者申报", "在谁手里", "理由")
    return spreadsheets.respond("期限", header, rows, f"期限{clock.today():%Y%m%d}")
