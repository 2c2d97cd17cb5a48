"""The organiser's page of a call (指南三（一）)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import organising
from applications.call_telling import invitation_text
from applications.calling import CallRefused
from applications.forms.organising import InviteForm, OrganisingForm
from applications.models import Call
from applications.queries import calls_public
from organisations import edits
from organisations.access import seat_as
from organisations.models import Membership, Role


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The published calls, the newest first, and whether this unit organises under each."""
    seat = seat_as(request, Role.ORGANISER_OFFICER)
    rows = [
        {"call": call, "open": organising.is_open(call), "entitled": organising.is_entitled(call, seat.unit)}
        for call in calls_public()[:20]
    ]
    return render(request, "applications/organising_calls.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Direction, own last day, invited units, applications; saved as grown from what was read."""
    seat, call = _seat_and_call(request, key)
    stored = organising.organising_of(call, seat)
    if request.method != "POST":
        return _page(request, call, seat)
    form = OrganisingForm(request.POST)
    if not form.is_valid():
        return _page(request, call, seat, form=form, status=422)
    try:
        saved = organising.save_organising(call, **form.cleaned_data, seat=seat)
    except CallRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return _page(request, call, seat, form=form, status=422)
    if isinstance(saved, organising.Conflict):
        again = request.POST.copy()
        again["base"] = str(saved.stored.version)
        return _page(request, call, seat, form=OrganisingForm(again), theirs=saved.stored, status=409)
    if saved.last_day != stored.last_day:
        messages.success(request, "已保存。内部截止日有变，尚未首次报送的申报单位会收到消息，期限随之改动。")
    else:
        messages.success(request, "已保存。")
    return redirect("applications:organising", key)


@login_required
@require_POST
def invite(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat, call = _seat_and_call(request, key)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, call, seat, invite=form, status=422)
    facts = form.cleaned_data
    try:
        invited = organising.invite(
            call, unit=facts["unit"], name=facts["who"], email=facts["email"], note=facts["note"], seat=seat
        )
    except CallRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return _page(request, call, seat, invite=form, status=422)
    messages.success(request, f"已邀请{invited.unit or invited.name}。")
    return redirect("applications:organising", key)


@login_required
@require_POST
def circulated(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Send the call to every invited unit."""
    seat, call = _seat_and_call(request, key)
    try:
        count = organising.circulate(call, seat=seat, key=request.POST.get("key", "")[:40])
    except CallRefused as refused:
        messages.error(request, str(refused))
    else:
        said = f"已转发给 {count} 个邀请的单位。" if count else "刚才已经转发过，没有再发一次。"
        messages.success(request, said)
    return redirect("applications:organising", key)


def _seat_and_call(request: HttpRequest, key: uuid.UUID) -> tuple[Membership, Call]:
    """404 for a call under which this unit organises nothing."""
    seat = seat_as(request, Role.ORGANISER_OFFICER)
    call = get_object_or_404(calls_public(), pk=key)
    if not organising.is_entitled(call, seat.unit):
        raise Http404
    return seat, call


def _page(
    request: HttpRequest, call: Call, seat: Membership, *, form: Any = None, invite: Any = None, theirs: Any = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    stored = organising.organising_of(call, seat)
    shown = organising.applications_shown(call, seat)
    initial = {"direction": stored.direction, "last_day": stored.last_day, "base": stored.version}
    context = {
        "call": call,
        "stored": stored,
        "open": organising.is_open(call),
        "latest": organising.last_possible_day(call),
        "form": form or OrganisingForm(initial=initial),
        "invite": invite or InviteForm(),
        "theirs": theirs,
        "applications": shown,
        "most": organising.SHOWN,
        "invited": organising.invited_shown(stored, shown, seat),
        "circular": invitation_text(stored),
        "history": [] if stored._state.adding else edits.all_changes(stored),
        "key": uuid.uuid4(),
    }
    return render(request, "applications/organising.html", context, status=status)
