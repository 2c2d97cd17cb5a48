"""公示: SAC's publications, their drafts and previews; and the recommender's wish to take a published case back."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications import drafting_notices as drafting
from applications import withdrawing
from applications.access import application_seen, seat_of
from applications.forms import PublicationForm, WithdrawalForm
from applications.holding import Moved
from applications.models import Application, Publication
from applications.procedure import PublicationState
from notices.publishing import shown_end
from notices.queries import objections_waiting
from organisations import edits
from organisations.access import seat_as
from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock, reckoning
from procedure.asked import uuid_in

_SIZE = 50


@login_required
@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    """Drafts first, then what was published, newest first; and how many objections wait."""
    seat = seat_as(request, *SAC)
    rows = drafting.publications_visible_to(seat).annotate(count=Count("cases")).order_by("-since", "id")
    context = {
        "drafts": list(rows.filter(state=PublicationState.DRAFT)),
        "published": list(rows.exclude(state=PublicationState.DRAFT)[:_SIZE]),
        "may_write": seat.role == Role.SAC_OFFICER,
        "ready": drafting.candidates(seat).count(),
        "objections": objections_waiting(seat).count(),
    }
    return render(request, "applications/publications.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def publication_new(request: HttpRequest) -> HttpResponse:
    """Begin a draft from cases in the deliberation: those named by ``case``, or all."""
    seat = seat_as(request, Role.SAC_OFFICER)
    named = [key for text in request.GET.getlist("case") if (key := uuid_in(text))]
    rows = drafting.candidates(seat)
    return _begun(request, seat, list(rows.filter(pk__in=named) if named else rows), None)


@login_required
@require_http_methods(["GET", "POST"])
def publication_corrected(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A correction is a new publication, for the cases that were taken out of the old one."""
    seat = seat_as(request, Role.SAC_OFFICER)
    old = _publication(seat, key)
    if old.state != PublicationState.PUBLISHED:
        raise Http404
    return _begun(request, seat, drafting.pulled_cases(old, seat), old)


def _begun(request: HttpRequest, seat: Membership, cases: list[Application], old: Publication | None) -> HttpResponse:
    posted = request.method == "POST"
    key = uuid_in(request.POST.get("key", "")) or uuid.uuid4()
    if posted and (first := drafting.begun(seat, key)):
        return redirect(first.get_absolute_url())
    form = PublicationForm(
        request.POST if posted else None, candidates=drafting.candidates(seat), initial=drafting.beginning(cases, old)
    )
    if posted and form.is_valid():
        born = drafting.begin(form.cleaned_data["cases"], form.values(), corrects=old, seat=seat, key=key)
        messages.success(request, "公示稿已保存。预览无误后再提请发布。")
        return redirect(born.get_absolute_url())
    return _form_page(request, form, key=key, old=old)


@login_required
@require_http_methods(["GET", "POST"])
def publication_edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write the draft; a save grown from an older state changes nothing and says who was there before."""
    seat = seat_as(request, Role.SAC_OFFICER)
    found, posted = _publication(seat, key), request.method == "POST"
    if not posted and found.state != PublicationState.DRAFT:
        return redirect(found.get_absolute_url())
    initial = {"base": edits.version_of(found), "cases": list(found.cases.values_list("application_id", flat=True))}
    form = PublicationForm(
        request.POST if posted else None, instance=_publication(seat, key), initial=initial,
        candidates=drafting.candidates(seat, found),
    )  # fmt: skip
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            stale = drafting.save(
                found, form.cleaned_data["cases"], form.values(), base=form.cleaned_data["base"] or 0, seat=seat
            )
        except drafting.DraftRefused as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            if stale is None:
                messages.success(request, "公示稿已保存。")
                return redirect(found.get_absolute_url())
            form, status = _again(request, form, stale, seat), 409
    return _form_page(request, form, publication=found, status=status)


def _again(request: HttpRequest, form: PublicationForm, stale: Publication, seat: Membership) -> PublicationForm:
    """What was typed, on the newer state: saved from here it stands."""
    changes = edits.changes_since(stale, form.cleaned_data["base"] or 0)
    who = "、".join(f"{change.by}（{change.at.astimezone(clock.BEIJING):%H:%M:%S}）" for change in changes) or "同事"
    data = request.POST.copy()
    data["base"] = str(edits.version_of(stale))
    again = PublicationForm(data, instance=stale, candidates=drafting.candidates(seat, stale))
    again.is_valid()
    again.add_error(
        None, f"您打开之后{who}保存过，您的修改还没有保存，也没有丢；看过预览之后再保存，就以您所填的为准。"
    )
    return again


def _form_page(request: HttpRequest, form: Any, *, status: int | None = None, **context: Any) -> HttpResponse:
    chosen = form.cleaned_data.get("shown_end") if form.is_bound else form.initial.get("shown_end")
    context |= {"form": form, "period": period_of(chosen)}
    posted = request.method == "POST"
    return render(request, "applications/publication_form.html", context, status=status or (422 if posted else 200))


def period_of(chosen: Any) -> dict[str, Any]:
    """What would be shown if it were published today, why, and what is to be said of the chosen end."""
    today = clock.today()
    found = reckoning.publicity(today)
    judged = reckoning.judge_publicity_end(today, chosen or found.end)
    return {"today": today, "proposed": found.end, "minimum": found.unmoved, "why": found.why, "judged": judged}


@login_required
@require_safe
def publication_preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The notice as it would stand, published today."""
    found, today = _publication(seat_as(request, *SAC), key), clock.today()
    context = {
        "publication": found,
        "text": drafting.today_words(found),
        "items": [{"item": item} for item in drafting.case_words(found)],
        "start": today,
        "end": shown_end(found, today),
    }
    return render(request, "applications/publication_preview.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The recommender asks SAC to let it take back a case that is already published, or thinks better of it."""
    seat, application = seat_of(request), application_seen(request, key)
    if not withdrawing.may_ask(application, seat):
        raise Http404
    asked, posted = withdrawing.open_request(application), request.method == "POST"
    form = WithdrawalForm(request.POST if posted else None)
    try:
        if posted and request.POST.get("act") == "take_back":
            withdrawing.take_back(application)
            messages.success(request, "撤回请求已取消。")
            return redirect(application.get_absolute_url())
        if posted and form.is_valid():
            withdrawing.ask(application, form.cleaned_data["reason"], seat=seat)
            messages.success(request, "撤回请求已送国家标准委，确认之前本案照常办理。")
            return redirect(application.get_absolute_url())
    except Moved as moved:
        form.add_error(None, str(moved))
    context = {"application": application, "asked": asked, "form": form}
    return render(request, "applications/withdrawal.html", context, status=422 if posted else 200)


def _publication(seat: Membership, key: uuid.UUID) -> Publication:
    return get_object_or_404(drafting.publications_visible_to(seat), pk=key)
