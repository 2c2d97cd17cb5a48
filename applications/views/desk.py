"""SAC's desk on a case: the checklist beside the plan, and who has the case."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from applications import assigning, checking, forms, tabs
from applications.access import application_seen, seat_of
from applications.holding import Moved
from applications.models import Application
from applications.precheck import Evidence
from organisations.models import Role

from .writing.frame import is_scripted

# What may stand on the left, beside the checklist.
BESIDE = ("plan", "appraisal", "files", "papers", "copies", "comments")


@login_required
@require_http_methods(["GET"])
def form_check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The plan or the papers on the left, the checklist on the right."""
    return _shown(request, _received(request, key))


@login_required
@require_http_methods(["GET", "POST"])
def check_item(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """Keep the result on one point; by GET the page with all of them."""
    application = _received(request, key)
    item = next((each for each in checking.items(application) if each.key == name), None)
    if item is None:
        raise Http404
    if request.method == "GET":
        return _shown(request, application)
    if seat_of(request).role != Role.SAC_OFFICER:
        raise Http404
    return _judged(request, application, item, forms.CheckResultForm(request.POST, item=item))


def _judged(request: HttpRequest, application: Application, item: checking.CheckItem, form: Any) -> HttpResponse:
    """Keep it, or say why not: to the page's own script in JSON, else with the page and all that was typed."""
    scripted = is_scripted(request)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422) if scripted else _shown(request, application, form)
    facts = form.cleaned_data
    try:
        done = checking.judge(
            application, item.point, facts["result"], facts["reason"], base=facts["base"], seat=seat_of(request)
        )
    except Moved as moved:
        if scripted:
            return JsonResponse({"closed": str(moved)}, status=409)
        form.add_error(None, str(moved))
        return _shown(request, application_seen(request, application.pk), form, status=409)
    if not done.kept:
        return _overtaken(request, application, form, done)
    if scripted:
        return _receipt(application, done)
    messages.success(request, f"“{item.point.heading}”已记下：{item_words(done)}。")
    return redirect(f"{reverse('applications:form_check', args=[application.pk])}#{item.key}")


def item_words(done: checking.Judged) -> str:
    return str(done.result.get_result_display()) if done.result else ""


def _overtaken(request: HttpRequest, application: Application, form: Any, done: checking.Judged) -> HttpResponse:
    """Somebody wrote in between, or the plan has a new version: both are shown, nothing is lost."""
    result = done.result
    if is_scripted(request) and result is not None:
        conflict = {"by": result.by_name, "at": f"{timezone.localtime(result.at):%H:%M:%S}", "version": done.base}
        return JsonResponse({"conflict": conflict}, status=409)
    said = f"现在的结果是{result.by_name}写的“{item_words(done)}”" if result else "方案已有新的版本"
    if result and result.reason:
        said += f"（{result.reason}）"
    if is_scripted(request):
        return JsonResponse({"closed": f"{said}，请刷新本页再核对。"}, status=409)
    form.add_error(None, f"本页打开之后另有变动：{said}。您选的和写的还在，确认后请再保存一次。")
    # To be looked at and pressed by a person: by itself it would overwrite what it has just been told of.
    form.overtaken = True
    form.data = form.data.copy()
    form.data["base"] = done.base
    return _shown(request, application_seen(request, application.pk), form, status=409)


def _receipt(application: Application, done: checking.Judged) -> JsonResponse:
    assert done.result is not None
    return JsonResponse(
        {
            "version": done.base,
            "saved_at": f"{timezone.localtime(done.result.at):%H:%M:%S}",
            "missing": [],
            "missing_in_all": checking.unjudged(application),
        }
    )


def _shown(request: HttpRequest, application: Application, faulty: Any = None, *, status: int = 0) -> HttpResponse:
    seat, found = seat_of(request), checking.items(application)
    writes = checking.writes(application, seat)
    shown = request.GET.get("tab", "")
    shown = shown if shown in BESIDE else BESIDE[0]
    opened = _opened(found, request.GET.get("open", ""))
    context: dict[str, Any] = tabs.context(shown, application, seat, request.GET) | {
        "application": application,
        "items": [(item, _form(item, faulty) if writes or faulty else None) for item in found],
        "faulty": faulty,
        "writes": writes,
        "unjudged": sum(not item.current for item in found),
        "unmet": sum(item.is_unmet for item in found),
        "left": [(name, tabs.TABS[name].label, name == shown) for name in BESIDE],
        "left_template": tabs.TABS[shown].template,
        "opened": opened.place if opened else "",
        "opened_words": f"左边已打开“{opened.label}”" if opened else "",
    }
    return render(request, "applications/desk_check.html", context, status=status or (422 if faulty else 200))


def _opened(found: list[checking.CheckItem], place: str) -> Evidence | None:
    """The paper of the checklist that is to be shown at its place."""
    return next((paper for item in found for paper in item.hint.evidence if paper.place == place), None)


def _form(item: checking.CheckItem, faulty: Any) -> Any:
    return faulty if faulty is not None and faulty.item.key == item.key else forms.CheckResultForm(item=item)


@login_required
@require_POST
def taken(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    application = _officers(request, key)
    try:
        assigning.take(application, seat=seat_of(request))
    except Moved as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, "已领取，您是本案的经办人。")
    return redirect(application)


@login_required
@require_POST
def given_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    application = _officers(request, key)
    try:
        assigning.give_back(application, seat=seat_of(request))
    except Moved as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, "已放回，其他经办人可以领取。")
    return redirect(application)


@login_required
@require_http_methods(["GET", "POST"])
def handed_over(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give the case to a colleague."""
    seat, application = seat_of(request), _officers(request, key)
    posted = request.method == "POST"
    form = forms.HandOverCaseForm(
        request.POST if posted else None, colleagues=assigning.colleagues(application),
        initial={"had": application.officer_id or ""},
    )  # fmt: skip
    refused = "" if assigning.may_assign(application, seat) else f"本案现在是“{application.state_label}”，不再转交。"
    if posted and not refused and form.is_valid():
        facts = form.cleaned_data
        try:
            assigning.hand_over(application, facts["officer"], facts["note"], had=facts["had"], seat=seat)
        except Moved as moved:
            refused = str(moved)
        else:
            messages.success(request, f"已转交给{facts['officer'].name}。")
            return redirect(application)
    context = {"application": application, "form": form, "refused": refused}
    return render(
        request, "applications/desk_hand_over.html", context, status=(409 if refused else 422) if posted else 200
    )


def _received(request: HttpRequest, key: uuid.UUID) -> Application:
    """A case that has come to SAC, as SAC sees it; for everybody else the page is not there."""
    application = application_seen(request, key)
    if seat_of(request).role not in checking.READERS or application.received_at is None:
        raise Http404
    return application


def _officers(request: HttpRequest, key: uuid.UUID) -> Application:
    application = _received(request, key)
    if seat_of(request).role != Role.SAC_OFFICER:
        raise Http404
    return application
