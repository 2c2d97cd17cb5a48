"""Calls: the public page, and what SAC writes, previews, amends and extends."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from applications import calling
from applications.calling import CallRefused
from applications.forms.calls import BeginCallForm, CallForm, ExtensionForm, NoticeForm, shown_form
from applications.forms.editor import editor_media
from applications.models import Call
from applications.procedure import ENDED, CallState
from applications.queries import calls_public
from organisations import edits
from organisations.access import seat_as
from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock
from procedure.acts import NotPermitted
from procedure.asked import uuid_in

_BEGIN = (Role.PREPARER, Role.SUBMITTER)


@require_safe
def public_page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The page of a published call for everybody; of a draft for SAC alone, as it will be."""
    preview, seat = _is_sac(request), request.seat  # type: ignore[attr-defined]
    found = get_object_or_404(Call.objects.all() if preview else calls_public(), pk=key)
    context = {
        "call": found,
        "preview": found.state == CallState.DRAFT,
        "begins": not seat or seat.role in _BEGIN,
        "manages": _own_page(seat, found),
        "open": found.state == CallState.PUBLISHED and found.closes_at > clock.now(),
        # Cleaned again on its way out, whatever was stored.
        "text": mark_safe(shown_form(found.text)),  # noqa: S308
        "notices": found.notices.order_by("-pk"),
        "extensions": found.extensions.filter(unit__isnull=True).order_by("-pk"),
    }
    return render(request, "applications/call.html", context)


@require_safe
def envelope(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A label for the paper copies; the sender is one's own unit where one is signed in."""
    found = get_object_or_404(Call.objects.all() if _is_sac(request) else calls_public(), pk=key)
    seat = request.seat or None  # type: ignore[attr-defined]
    sender = seat.unit if seat and seat.role not in SAC else None
    return render(request, "applications/envelope.html", {"call": found, "sender": sender})


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every call with its state, window and how much came of it."""
    seat = seat_as(request, *SAC)
    filed = Q(applications__submitted_at__isnull=False)
    came = Q(applications__received_at__isnull=False) & ~Q(applications__state__in=ENDED)
    rows = Call.objects.annotate(filed=Count("applications", filter=filed), came=Count("applications", filter=came))
    context = {"calls": rows.order_by("-opens_at"), "may_write": seat.role == Role.SAC_OFFICER, "now": clock.now()}
    return render(request, "applications/calls.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose year and edition; the rest of the draft begins with what the edition gives."""
    seat = seat_as(request, Role.SAC_OFFICER)
    form = BeginCallForm(request.POST or None, initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        chosen, key = form.cleaned_data, uuid_in(request.POST.get("key", ""))
        born = calling.begin_call(chosen["edition"], chosen["year"], seat=seat, key=key)
        return redirect("applications:call_edit", born.pk)
    return _answer(request, "applications/call_new.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write the draft; a save grown from an older state changes nothing and shows both."""
    seat, call = seat_as(request, Role.SAC_OFFICER), _call(key)
    # Of its own: a model form writes what was typed into its instance.
    form = CallForm(request.POST or None, instance=_call(key), initial={"base": edits.version_of(call)})
    context: dict[str, Any] = {"call": call, "form": form, "editor": editor_media(request)}
    if request.method == "POST" and form.is_valid():
        try:
            stale = calling.save_draft(call, form.values(), base=form.cleaned_data["base"], seat=seat)
        except CallRefused as refused:
            form.add_error(None, str(refused))
        else:
            if stale is None:
                messages.success(request, "申报指南已保存。预览无误后再发布。")
                return redirect(_page_of(call))
            context |= _both(request, stale, form)
            return render(request, "applications/call_edit.html", context, status=409)
    return _answer(request, "applications/call_edit.html", context)


def _both(request: HttpRequest, stale: Call, typed: CallForm) -> dict[str, Any]:
    """What stands there now beside what was typed; saving from here is a save on the newer state."""
    changed = edits.changes_since(stale, typed.cleaned_data["base"])
    again = request.POST.copy()
    again["base"] = str(edits.version_of(stale))
    fields = set(calling.differing(stale, typed.values()))
    now = CallForm(instance=stale)
    pairs = [(now.fields[name].label, _said(now, name)) for name in now.fields if name in fields]
    return {"form": CallForm(again, instance=stale), "changes": changed, "pairs": pairs}


def _said(form: CallForm, name: str) -> str:
    value = form[name].value()
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "（空）")


@login_required
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Amend a published call by a notice to all concerned."""
    seat, call = seat_as(request, Role.SAC_OFFICER), _amendable(key)
    form = NoticeForm(request.POST or None)
    once = _key(request, form)
    if once and _done(form, lambda: calling.give_notice(call, **form.cleaned_data, seat=seat, key=once)):
        messages.success(request, "通知已发出，有关单位会收到消息。")
        return redirect(f"{_page_of(call)}?tab=notices")
    return _answer(request, "applications/call_notice.html", {"call": call, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Let the window end later, for all or for one applicant, with a reason."""
    seat, call = seat_as(request, Role.SAC_OFFICER), _amendable(key)
    form = ExtensionForm(request.POST or None)
    once = _key(request, form)
    if once and _done(form, lambda: calling.extend(call, **form.facts(), seat=seat, key=once)):
        messages.success(request, "受理期已延长，有关期限随之顺延，有关单位会收到消息。")
        return redirect(f"{_page_of(call)}?tab=notices")
    return _answer(request, "applications/call_extend.html", {"call": call, "form": form})


def _done(form: Any, act: Any) -> bool:
    """Whether an act went through; why not stands at the field."""
    try:
        act()
    except CallRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return False
    except NotPermitted:
        raise Http404 from None
    return True


def _key(request: HttpRequest, form: Any) -> uuid.UUID | None:
    """The key of a form that was sent and is in order; none otherwise."""
    if request.method != "POST" or not form.is_valid():
        return None
    once = uuid_in(request.POST.get("key", ""))
    if once is None:
        form.add_error(None, "本页不完整，请刷新后重新填写。")
    return once


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A form's page; one that was refused keeps its key, so that sending it again is the same request."""
    posted = request.method == "POST"
    key = uuid_in(request.POST.get("key", "")) or uuid.uuid4()
    return render(request, template, context | {"key": key}, status=422 if posted else 200)


def _call(key: uuid.UUID) -> Call:
    return get_object_or_404(Call, pk=key)


def _amendable(key: uuid.UUID) -> Call:
    """A draft is changed itself, and needs neither notice nor extension."""
    return get_object_or_404(calls_public(), pk=key)


def _page_of(call: Call) -> str:
    return reverse("workbench:case", args=["call", call.pk])


def _own_page(seat: Membership | None, call: Call) -> str:
    """Where this officer works on the call, if anywhere."""
    if seat and seat.role in SAC:
        return reverse("workbench:case", args=["call", call.pk])
    if seat and seat.role == Role.ORGANISER_OFFICER:
        return reverse("applications:organising", args=[call.pk])
    return ""


def _is_sac(request: HttpRequest) -> bool:
    seat = request.seat  # type: ignore[attr-defined]
    return bool(seat) and seat.role in SAC
