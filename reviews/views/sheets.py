"""Submitting a sheet, giving one back, and what an officer follows and records of a panel's work."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.access import seat_of
from organisations.models import Membership
from procedure import clock
from reviews import concluding, forms, models, sheets
from reviews.kinds import Aspect
from reviews.phases import Right, allows
from reviews.progress import progress_of
from reviews.queries import members_of_panel, panels_watched_by, part_of, rights_on

from .reading import case_seen, own_case, own_sheet, typed


@login_required
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One's own sheet once more, and the button that submits it."""
    seat = seat_of(request)
    case = own_case(seat, key)
    sheet = own_sheet(case, seat)
    if not sheets.is_open(case, sheet):
        messages.info(request, "这张意见表已经提交，或者现在不能提交。")
        return redirect("reviews:review", case.pk)
    in_meeting = sheets.in_meeting(case)
    form = forms.SubmitSheetForm(typed(request), in_meeting=in_meeting, initial={"shown": sheet.version})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        if not (refusal := _submit(case, form.cleaned_data, seat)):
            messages.success(
                request, "意见已提交。需要修改的，请与经办联系退回。" if not in_meeting else "修改已提交。"
            )
            return redirect("reviews:desk")
        form = forms.SubmitSheetForm(in_meeting=in_meeting, initial=form.cleaned_data | {"shown": sheet.version})
    page = {"case": case, "sheet": sheet, "form": form, "refusal": refusal, "in_meeting": in_meeting}
    page |= {"lacking": sheets.lacking(sheet.content, case.asked_on), "aspects": _said(sheet, case)}
    return render(request, "reviews/submit.html", page, status=422 if request.method == "POST" else 200)


def _submit(case: models.Case, data: dict[str, Any], seat: Membership) -> str:
    """Why it was refused, or nothing."""
    try:
        sheets.submit(case, shown=data["shown"], reason=data.get("reason", ""), seat=seat)
    except sheets.NotSubmittedError as refused:
        return str(refused)
    except sheets.NotWritable:
        return "这张意见表现在不能提交：本轮评审已经结束，或者您在另一窗口已经提交。"
    return ""


def _said(sheet: models.Sheet, case: models.Case) -> list[tuple[Aspect, dict[str, Any]]]:
    return [(aspect, sheet.content[aspect.key]) for aspect in case.asked_on]


@login_required
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Who has submitted and who is awaited, for SAC: never what was written."""
    seat = seat_of(request)
    panel = get_object_or_404(panels_watched_by(seat), pk=key)
    return render(request, "reviews/progress.html", progress_of(panel, seat))


@login_required
@require_http_methods(["GET", "POST"])
def sheet_returned(request: HttpRequest, key: int) -> HttpResponse:
    """Give a submitted sheet back, with a reason; its words stay hidden from who gives it back."""
    seat = seat_of(request)
    sheet = get_object_or_404(_returnable(seat).select_related("case__panel", "member__expert"), pk=key)
    form = forms.GiveBackForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            sheets.give_back(sheet, form.cleaned_data["reason"], seat)
            messages.success(request, f"已退回{sheet.member.expert.name}，并已通知本人。")
        except sheets.NotWritable:
            messages.warning(request, "没有退回：本轮评审已经结束，或者意见已经退回。")
        return redirect("reviews:progress", sheet.case.panel_id)
    page = {"sheet": sheet, "form": form}
    return render(request, "reviews/sheet_returned.html", page, status=422 if form.is_bound else 200)


def _returnable(seat: Membership) -> "QuerySet[models.Sheet]":
    """The submitted sheets of panels in which this seat may give back."""
    mine = [each.pk for each in panels_watched_by(seat) if allows(each.state, part_of(each, seat), Right.RETURNS)]
    return models.Sheet.objects.filter(case__panel__in=mine, submitted_at__isnull=False, member__out_at__isnull=True)


@login_required
@require_http_methods(["GET", "POST"])
def absent(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a member is not at the meeting."""
    seat = seat_of(request)
    member = get_object_or_404(models.Member.objects.select_related("panel", "expert"), pk=key)
    panel = member.panel
    if not allows(panel.state, part_of(panel, seat), Right.EXCUSES) or member not in members_of_panel(panel.pk):
        raise Http404
    form = forms.AbsenceForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            concluding.record_absence(member, form.cleaned_data["reason"], seat)
            messages.success(request, f"已记录{member.expert.name}缺席。")
            return redirect("reviews:progress", panel.pk)
        except concluding.NotExcusedError as refused:
            form.add_error(None, str(refused))
        except sheets.NotWritable:
            form.add_error(None, "各事项的结论都已记录，不能再记缺席。")
    page = {"member": member, "panel": panel, "form": form}
    return render(request, "reviews/absent.html", page, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Record a visit that was held; it is added to, never changed."""
    seat = seat_of(request)
    case = case_seen(seat, key)
    if Right.RECORDS not in rights_on(case, seat):
        raise Http404
    form = forms.VisitForm(typed(request))
    if request.method == "POST" and form.is_valid():
        facts = {"by": seat.person, "by_name": seat.name_shown, "at": clock.now()}
        models.Visit.objects.create(case=case, **form.cleaned_data, **facts)
        messages.success(request, "现场考察已记录。")
        return redirect("reviews:progress", case.panel_id)
    page = {"case": case, "form": form}
    return render(request, "reviews/visit.html", page, status=422 if form.is_bound else 200)
