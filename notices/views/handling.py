"""SAC's side of objections: the queue, what came on paper, passing on, and the files."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from documents import serving, spreadsheets
from notices import handling
from notices.concerned import units_of
from notices.forms import CloseInquiryForm, InquiryForm, PaperForm
from notices.handling import HandlingRefused
from notices.models import Inquiry, NoticePrint, Objection
from notices.objecting import NotOpen, file_objection
from notices.procedure import ObjectionState
from notices.queries import (
    SAC,
    inquiries_visible_to,
    items_open_to_objection,
    objection_files_visible_to,
    objections_visible_to,
)
from notices.queries import queue as queued
from organisations.access import seat_as
from organisations.models import Role
from procedure import clock
from procedure.asked import uuid_in

_HEADER = ("编号", "针对", "承担单位", "方式", "收到", "是否期满后", "公示期至", "状态")


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Objections by state, the longest received first; without a state those that are open."""
    seat = seat_as(request, *SAC)
    page = queued(seat, request.GET.get("state", ""), request.GET.get("after", ""))
    context = {
        "page": page,
        "states": [("open", "未办结"), *ObjectionState.choices, ("all", "全部")],
        "may_write": seat.role == Role.SAC_OFFICER,
    }
    return render(request, "notices/queue.html", context)


@login_required
@require_safe
def exported(request: HttpRequest) -> FileResponse:
    """What is filtered, as a workbook; who objected is not in it."""
    seat, state = seat_as(request, *SAC), request.GET.get("state", "")
    rows = spreadsheets.rows_of(lambda after: queued(seat, state, after))
    return spreadsheets.respond("异议", _HEADER, map(_cells, rows), f"异议{clock.today():%Y%m%d}")


def _cells(row: Any) -> list[Any]:
    late = "期满后收到" if row.is_late else ""
    facts = [row.number, row.item.name, row.item.host, row.get_channel_display(), row.received_at, late]
    return [*facts, row.item.shown_end, row.state_label]


@login_required
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest) -> HttpResponse:
    """Enter what came on paper; sent twice it is entered once."""
    seat, items = seat_as(request, Role.SAC_OFFICER), items_open_to_objection()
    posted = request.method == "POST"
    key = uuid_in(request.POST.get("key", "")) or uuid.uuid4()
    files = {"evidence": request.FILES.getlist("evidence")} if posted else None
    form = PaperForm(request.POST if posted else None, files, items=items)
    if posted and (first := Objection.objects.filter(key=key).first()):
        return redirect(first.get_absolute_url())
    if posted and form.is_valid():
        facts = form.cleaned_data
        try:
            kept = file_objection(
                facts["item"], form.facts(), at=facts["received_at"], key=key, files=facts["evidence"], seat=seat,
                channel=Objection.Channel.PAPER,
            )  # fmt: skip
        except NotOpen as closed:
            form.add_error("item", str(closed))
        else:
            messages.success(request, f"已录入，回执编号 {kept.number}，请告知异议人。")
            return redirect(kept.get_absolute_url())
    context = {"form": form, "key": key, "lost_files": posted and bool(request.FILES)}
    return render(request, "notices/paper.html", context, status=422 if posted else 200)


@login_required
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Pass on to a unit of the case what the objection says, without who said it."""
    seat = seat_as(request, Role.SAC_OFFICER)
    objection = get_object_or_404(objections_visible_to(seat), pk=key)
    posted = request.method == "POST"
    form = InquiryForm(
        request.POST if posted else None, objection=objection, units=units_of(objection.item),
        initial={"text": objection.reason},
    )  # fmt: skip
    if posted and form.is_valid():
        facts = form.cleaned_data
        try:
            handling.pass_on(objection, facts["unit"], facts["text"], facts["due_on"], seat=seat)
        except HandlingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已转{facts['unit']}，对方会收到消息，看不到异议人。")
            return redirect(f"{objection.get_absolute_url()}?tab=inquiries")
    context = {"objection": objection, "form": form}
    return render(request, "notices/pass_on.html", context, status=422 if posted else 200)


@login_required
@require_http_methods(["GET", "POST"])
def inquiry_closed(request: HttpRequest, key: int) -> HttpResponse:
    """End an inquiry without its answer, with the reason."""
    seat = seat_as(request, Role.SAC_OFFICER)
    inquiry: Inquiry = get_object_or_404(inquiries_visible_to(seat).select_related("objection__item"), pk=key)
    posted = request.method == "POST"
    form = CloseInquiryForm(request.POST if posted else None, objection=inquiry.objection)
    if posted and form.is_valid():
        try:
            handling.close(inquiry, form.cleaned_data["reason"])
        except HandlingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "转办已结束。")
            return redirect(f"{inquiry.objection.get_absolute_url()}?tab=inquiries")
    context = {"inquiry": inquiry, "objection": inquiry.objection, "form": form}
    return render(request, "notices/inquiry_close.html", context, status=422 if posted else 200)


@login_required
@require_safe
def objection_file(request: HttpRequest, key: int) -> HttpResponseBase:
    seat = seat_as(request, *SAC)
    found = get_object_or_404(objection_files_visible_to(seat).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


@login_required
@require_safe
def notice_file(request: HttpRequest, key: uuid.UUID, made_as: str) -> HttpResponseBase:
    """The notice as a draft for SAC's own document system: PDF, or Word to be worked on."""
    seat_as(request, *SAC)
    made = get_object_or_404(NoticePrint.objects.select_related("file"), notice=key, format=made_as)
    return serving.respond(made.file)
