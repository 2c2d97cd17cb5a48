"""The task list, what the application is for, and the check before submission."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from applications import forms, queries, saving
from applications.access import draft_written, seat_of
from applications.models import Application
from applications.writable import is_draft
from organisations.models import Role
from organisations.queries import current_seats
from procedure import clock

from .frame import frame, gives_back


@login_required
@require_GET
def overview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The task list of sections with what each still lacks."""
    application = draft_written(request, key)
    context = {"like_named": queries.like_named(application)}
    return render(request, "applications/overview.html", frame(application, None) | context)


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def matters(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Name, type, organiser and place of the base applied for; what SAC has keeps them."""
    application = draft_written(request, key)
    if not is_draft(application):
        raise saving.NotWritable
    seat, base, status = seat_of(request), saving.matters_base(application), 200
    form = forms.MattersForm(request.POST or None, instance=application, call=application.call, seat=seat)
    if request.method == "POST" and form.is_valid():
        changed = saving.save_matters(application, form, base=request.POST.get("base", ""), seat=seat)
        if changed is None:
            messages.success(request, "申报事项已保存。")
            return redirect("applications:overview", key)
        base, status = saving.matters_base(changed), 409
        form.add_error(None, _changed_matters(changed))
    elif request.method == "POST":
        base, status = request.POST.get("base", ""), 422
    context = frame(application, "matters") | {"form": form, "base": base}
    return render(request, "applications/matters.html", context, status=status)


def _changed_matters(now: Application) -> str:
    facts = [
        now.full_name, now.english_name, now.get_kind_display(), str(now.organiser), str(now.region),
        str(now.sector or ""),
    ]  # fmt: skip
    return (
        f"同事在您打开本页之后改过申报事项，现在是：{'，'.join(fact for fact in facts if fact)}。"
        "您填写的内容仍在下面，没有保存；看过之后再保存，就以您的为准。"
    )


@login_required
@require_GET
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What is missing, with links, and then what submitting does; for every writer, also those who may not submit."""
    application = draft_written(request, key)
    submitters = current_seats(clock.today()).filter(unit=application.unit, role=Role.SUBMITTER)
    context = {
        "submitters": submitters,
        "own_seat": next((s for s in submitters if s.person == request.user), None),
        "form": forms.SubmitForm(subject=application, seat=seat_of(request)),
        "key": uuid.uuid4(),
        "failed": application.failed_uploads.filter(dismissed_at__isnull=True).count(),
        "proves_standing": application.attachments.filter(removed_at__isnull=True, kind="legal").exists(),
    }
    return render(request, "applications/check.html", frame(application, "check") | context)
