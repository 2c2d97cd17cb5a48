"""推荐材料: the scan of the sealed plan and the letter, uploaded by the recommender's officers; and 纸质件."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import copies, forms
from applications import papers as sealed
from applications.access import application_seen, seat_of
from applications.holding import Moved
from applications.judged_tabs import papers_context, seals, writes_papers
from applications.models import Application, Version
from documents import serving
from organisations.models import Membership, Role


@login_required
@require_safe
def papers(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """All papers of a case, and the forms for those who may change them now."""
    return _page(request, _of_recommender(request, key))


@login_required
@require_safe
def scan_reading(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far the reading of the scan is: the part of the page that asks again by itself."""
    application = application_seen(request, key)
    if seat_of(request).role not in sealed.READERS:
        raise Http404
    return render(request, "applications/papers_scan.html", _context(request, application))


@login_required
@require_POST
def scan_added(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    application = _of_recommender(request, key)
    form = forms.ScanForm(request.POST, request.FILES)

    def keep() -> str:
        facts = form.cleaned_data
        sealed.keep_scan(application, facts["file"], version=facts["version"], seat=seat_of(request))
        return "扫描件已保存，正在机读核对各页的核验码。"

    return _done(request, application, "scan_form", form, keep, may=seals)


@login_required
@require_POST
def scan_accepted(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    application = _of_recommender(request, key)
    form = forms.AcceptScanForm(request.POST)

    def accept() -> str:
        facts = form.cleaned_data
        sealed.accept_scan(application, facts["scan"], facts["reason"], seat=seat_of(request))
        return "人工核对情况已记下，与扫描件一并送国家标准委。"

    return _done(request, application, "accept_form", form, accept, may=seals)


@login_required
@require_POST
def letter_written(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    application = _of_recommender(request, key)
    form = forms.LetterForm(request.POST, request.FILES)

    def write() -> str:
        return f"推荐函{sealed.write_letter(application, form.cleaned_data, seat=seat_of(request)).number}已保存。"

    return _done(request, application, "letter_form", form, write)


@login_required
@require_POST
def letter_chosen(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    application = _of_recommender(request, key)
    form = forms.ChooseLetterForm(request.POST, letters=sealed.letters_for(application))

    def choose() -> str:
        letter = form.cleaned_data["letter"]
        sealed.choose_letter(application, letter, seat=seat_of(request))
        return f"已选用推荐函{letter.number}。" if letter else "已不再使用原推荐函，请另选或上传一份。"

    return _done(request, application, "choose_form", form, choose)


@login_required
@require_safe
def scan_file(request: HttpRequest, key: int) -> HttpResponseBase:
    found = get_object_or_404(sealed.scans_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


@login_required
@require_safe
def letter_file(request: HttpRequest, key: int) -> HttpResponseBase:
    found = get_object_or_404(sealed.letters_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


@login_required
@require_http_methods(["GET", "POST"])
def copies_received(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Record which paper copies came to one's own unit on which day."""
    seat, application = seat_of(request), application_seen(request, key)
    if not copies.may_record(application, seat):
        raise Http404
    versions = Version.objects.filter(application=application).defer("content").order_by("-number")
    posted = request.method == "POST"
    form = forms.ReceiptForm(
        request.POST if posted else None, versions=versions, had=copies.recorded_by(seat, application),
        initial={"version": application.current_id},
    )  # fmt: skip
    if posted and form.is_valid():
        copies.receive(application, form.cleaned_data, seat=seat)
        messages.success(request, f"已登记：{seat.unit}收到第 {'、'.join(map(str, form.cleaned_data['copies']))} 份。")
        return redirect(f"{application.get_absolute_url()}?tab=copies")
    context = {"application": application, "form": form, "versions": copies.by_version(application)}
    return render(request, "applications/copies_received.html", context, status=422 if posted else 200)


def _of_recommender(request: HttpRequest, key: uuid.UUID) -> Application:
    """A case as its own recommender's officers see it; for everybody else the page is not there."""
    application = application_seen(request, key)
    if seat_of(request).role != Role.RECOMMENDER_OFFICER:
        raise Http404
    return application


def _done(
    request: HttpRequest, application: Application, name: str, form: Any, act: Callable[[], str],
    may: Callable[[Application, Membership], bool] = writes_papers,
) -> HttpResponse:  # fmt: skip
    """Do it and come back to the page; what is refused is told at its form, with all that was typed."""
    if not may(application, seat_of(request)):
        sentence = f"本案现在是“{application.state_label}”，不能再改推荐材料。"
        return _page(request, application, status=409, refused=sentence)
    if not form.is_valid():
        return _page(request, application, status=422, **{name: form})
    try:
        said = act()
    except Moved as moved:
        return _page(request, application_seen(request, application.pk), status=409, refused=str(moved), **{name: form})
    except sealed.PaperRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return _page(request, application, status=422, **{name: form})
    messages.success(request, said)
    return redirect("applications:papers", application.pk)


def _page(
    request: HttpRequest, application: Application, *, status: int = 200, refused: str = "", **bound: Any
) -> HttpResponse:
    context = _context(request, application) | {"refused": refused, "form": next(iter(bound.values()), None)}
    if context["writes"]:
        context["letters"] = list(sealed.letters_for(application))
        context["letter_form"] = forms.LetterForm()
    if context["seals"]:
        context["scan_form"] = forms.ScanForm(initial={"version": application.current_id})
    # Typed in a form that is no longer to be sent, it is shown all the same.
    return render(request, "applications/papers.html", context | bound, status=status)


def _context(request: HttpRequest, application: Application) -> dict[str, Any]:
    found = papers_context(application, seat_of(request))
    scan = found["scan"]
    unmatched = scan is not None and (scan.read_at or found["reading_failed"]) and not scan.is_good
    if found["seals"] and unmatched:
        found["accept_form"] = forms.AcceptScanForm(initial={"scan": scan.pk})
    return found
