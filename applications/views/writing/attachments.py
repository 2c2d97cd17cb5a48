"""The attachments of the draft: several at once, each checked by itself."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from applications import attaching, forms, sections
from applications.access import draft_written, seat_of
from applications.models import Application

from .frame import frame, gives_back, is_scripted


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def attachments(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The attachments, those that failed, and more uploads; a refused file takes no good one with it."""
    application = draft_written(request, key)
    if request.method == "GET":
        return _shown(request, application, forms.AttachmentsForm(), 200)
    form = forms.AttachmentsForm(request.POST, request.FILES)
    if not form.is_valid():
        if is_scripted(request):
            return JsonResponse({"reason": " ".join(form.reasons())}, status=422)
        return _shown(request, application, form, 422)
    done = _attached(request, application, form)
    if is_scripted(request):
        return _receipt(done)
    if done.failed:
        return _shown(request, application, forms.AttachmentsForm(), 422)
    return redirect("applications:attachments", key)


def _attached(request: HttpRequest, application: Application, form: Any) -> attaching.Upload:
    seat, facts = seat_of(request), form.cleaned_data
    done = attaching.attach(application, facts["file"], kind=facts["kind"], title=form.title_for_one(), seat=seat)
    if facts["again"]:
        # Refused again, the newer reason stands in the list; the older one of the same file need not.
        attaching.dismiss(application, facts["again"], seat=seat)
    if not is_scripted(request):
        for note in done.notes:
            messages.warning(request, note)
        if done.kept:
            messages.success(request, f"已上传 {len(done.kept)} 份：{'、'.join(row.title for row in done.kept)}。")
    return done


def _receipt(done: attaching.Upload) -> JsonResponse:
    if done.failed:
        return JsonResponse({"reason": done.failed[0].reason, "failed": done.failed[0].pk}, status=422)
    return JsonResponse({"kept": done.kept[0].pk, "title": done.kept[0].title, "notes": done.notes})


def _shown(request: HttpRequest, application: Application, form: Any, status: int) -> HttpResponse:
    used, uses = attaching.used_by(application), attaching.uses(application)
    rows = list(attaching.kept(application))
    for row in rows:
        row.proves = uses.get(str(row.pk), [])
        row.form = forms.AttachmentForm(initial={"title": row.title, "kind": row.kind}, auto_id=f"id_{row.pk}_%s")
    context = frame(application, sections.ATTACHMENTS) | {
        "form": form,
        "attachments": rows,
        "failed": attaching.failed(application),
        "used": used,
        "limit": attaching.LARGEST_TOGETHER,
        "left": max(attaching.LARGEST_TOGETHER - used, 0),
        "proves_standing": any(row.kind == "legal" for row in rows),
    }
    return render(request, "applications/attachments.html", context, status=status)


@login_required
@require_POST
@gives_back
def attachment_changed(request: HttpRequest, key: uuid.UUID, attachment: int) -> HttpResponse:
    """Another name or kind of one attachment."""
    application = draft_written(request, key)
    form = forms.AttachmentForm(request.POST)
    if not form.is_valid():
        return _shown_at(request, application, attachment, form)
    if attaching.change(application, attachment, seat=seat_of(request), **form.cleaned_data) is not None:
        messages.success(request, "材料名称和类别已保存。")
    return redirect("applications:attachments", key)


def _shown_at(request: HttpRequest, application: Application, attachment: int, faulty: Any) -> HttpResponse:
    said = "；".join(str(error) for errors in faulty.errors.values() for error in errors)
    typed = str(faulty.data.get("title", ""))
    form = forms.AttachmentsForm()
    messages.error(request, f"没有改成“{typed}”：{said}")
    return _shown(request, application, form, 422)


@login_required
@require_POST
@gives_back
def attachment_moved(request: HttpRequest, key: uuid.UUID, attachment: int) -> HttpResponse:
    """One place up or down in the order that is printed."""
    application = draft_written(request, key)
    attaching.move(application, attachment, by=-1 if "up" in request.POST else 1, seat=seat_of(request))
    return redirect("applications:attachments", key)


@login_required
@require_POST
@gives_back
def attachment_removed(request: HttpRequest, key: uuid.UUID, attachment: int) -> HttpResponse:
    application = draft_written(request, key)
    named = attaching.detach(application, attachment, seat=seat_of(request))
    if named:
        which = "、".join(str(number) for number in named)
        messages.warning(request, f"附件已移除；它原是申报条件第 {which} 条的证明材料，请为这些条件另选证明材料。")
    elif named is not None:
        messages.success(request, "附件已移除。")
    return redirect("applications:attachments", key)


@login_required
@require_POST
@gives_back
def failed_dismissed(request: HttpRequest, key: uuid.UUID, failed: int) -> HttpResponse:
    """Take a failed file off the list."""
    application = draft_written(request, key)
    attaching.dismiss(application, failed, seat=seat_of(request))
    return redirect("applications:attachments", key)
