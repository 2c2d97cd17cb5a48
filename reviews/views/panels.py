"""Panels: the list, a new one, its settings, who must keep away, appointment, and what an officer does with members."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.access import seat_of
from documents import spreadsheets
from organisations.access import seat_as
from organisations.deciding import SAC
from organisations.forms.fields import region_choices
from organisations.models import Membership, Role
from organisations.queries import sectors_in_use
from procedure import clock
from procedure.acts import NotPermitted, Refused
from procedure.asked import uuid_in
from reviews import avoiding, composing, drawing_desk, forms, grouping, inviting, models, pool
from reviews.composing import NotComposed
from reviews.procedure.panel import PanelState

_AT_LEAST_ONE = "applications"
_HEADER = ("评审组", "评审事项", "状态", "产生方式", "接受", "人数", "自", "会议")


@login_required
@require_safe
def panels(request: HttpRequest) -> HttpResponse:
    seat = seat_as(request, *SAC)
    page = {
        "page": grouping.page_of(request.GET),
        "states": PanelState.choices,
        "waiting": grouping.waiting().count() + grouping.waiting_cases().count(),
        "keeps": seat.role == Role.SAC_OFFICER,
    }
    return render(request, "reviews/panels.html", page)


@login_required
@require_safe
def panels_exported(request: HttpRequest) -> FileResponse:
    """What is filtered, as a workbook."""
    seat_as(request, *SAC)
    rows = spreadsheets.rows_of(lambda after: grouping.page_of(request.GET.dict() | {"after": after}))
    return spreadsheets.respond("评审组", _HEADER, map(_cells, rows), f"评审组{clock.today():%Y%m%d}")


def _cells(row: Any) -> list[Any]:
    cases = "、".join(case.title for case in row.cases.all())
    facts = [row.title, cases, row.state_label, row.get_method_display(), row.accepted, row.size]
    return [*facts, row.since, row.meeting_on]


@login_required
@require_safe
def panel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Where a message about a panel leads: SAC to its case page, an expert to his invitation."""
    seat = seat_of(request)
    if seat.role in SAC and models.Panel.objects.filter(pk=key).exists():
        return redirect("workbench:case", "panel", key)
    member = inviting.invitations_seen(seat).filter(panel=key).order_by("-pk").first()
    if member is None:
        raise Http404
    return redirect("reviews:invitation", member.pk)


@login_required
@require_http_methods(["GET", "POST"])
def panel_new(request: HttpRequest) -> HttpResponse:
    """Applications that wait, similar ones together, and the settings of their panel."""
    seat = seat_as(request, Role.SAC_OFFICER)
    cases = grouping.waiting_cases()
    form = forms.NewPanelForm(
        request.POST or None, waiting=grouping.waiting(), waiting_cases=cases,
        initial={_AT_LEAST_ONE: _asked(request, "application"), "cases": _asked(request, "case")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and (made := _composed(form, seat)):
        messages.success(request, "评审组已组建。请先看谁须回避，再抽取或者指定；此前不通知任何专家。")
        return redirect("reviews:panel_conflicts", made.pk)
    page = {"form": form, "groups": grouping.similar(), "cases": list(cases)}
    return render(request, "reviews/panel_new.html", page, status=422 if request.method == "POST" else 200)


def _asked(request: HttpRequest, name: str) -> list[str]:
    """What the address ticks beforehand."""
    return [str(each) for each in (uuid_in(text) for text in request.GET.getlist(name)) if each]


def _composed(form: forms.NewPanelForm, seat: Membership) -> "models.Panel | None":
    try:
        return composing.compose(form.save(commit=False), form.judged, seat)
    except NotComposed as refused:
        form.add_error(_AT_LEAST_ONE, str(refused))
    except (Refused, NotPermitted) as refused:
        form.add_error(None, str(refused))
    return None


@login_required
@require_http_methods(["GET", "POST"])
def panel_settings(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Everything while nothing is frozen and nobody appointed; days and place until the panel is confirmed."""
    seat_as(request, Role.SAC_OFFICER)
    row = get_object_or_404(models.Panel, pk=key)
    whole = composing.is_unsettled(row)
    form_class: Any = forms.PanelForm if whole else forms.DatesForm
    form = form_class(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            composing.settle(row, {name: getattr(form.instance, name) for name in (*form._meta.fields, *_seats(whole))})
            messages.success(request, "设置已保存。")
            return redirect(row.get_absolute_url())
        except NotComposed as refused:
            form.add_error(None, str(refused))
    page = {"form": form, "panel": row, "whole": whole}
    return render(request, "reviews/panel_settings.html", page, status=422 if request.method == "POST" else 200)


def _seats(whole: bool) -> tuple[str, ...]:
    return ("seats",) if whole else ()


@login_required
@require_http_methods(["GET", "POST"])
def panel_conflicts(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Who must keep away and why, what is to be decided, and whether a draw would find enough; nobody is told."""
    seat = seat_as(request, *SAC)
    row = get_object_or_404(models.Panel, pk=key)
    form = None
    if request.method == "POST":
        if seat.role != Role.SAC_OFFICER or row.state not in (PanelState.COMPOSING, PanelState.INVITING):
            raise Http404
        form = forms.DecisionForm(request.POST)
        if form.is_valid() and _decided(row, form.cleaned_data, seat):
            messages.success(request, "已记下您的判断。")
            return redirect("reviews:panel_conflicts", row.pk)
    trial = drawing_desk.trial(row)
    page = {
        "panel": row,
        "trial": trial,
        "doubts": _doubts(trial, form),
        "draw": row.draws.filter(voided_at__isnull=True).first(),
        "keeps": seat.role == Role.SAC_OFFICER and row.state in (PanelState.COMPOSING, PanelState.INVITING),
    }
    return render(request, "reviews/panel_conflicts.html", page, status=422 if request.method == "POST" else 200)


def _decided(row: "models.Panel", data: dict[str, Any], seat: Membership) -> bool:
    """Only on a ground that stands there now: what was sent is not believed."""
    expert = get_object_or_404(models.Expert, pk=data["expert"])
    ground = (data["matter"], data["kind"], data["fact"])
    (standing,) = avoiding.standings(row, [expert])
    if ground not in {avoiding.ground_of(each) for each in standing.found if not each.certain}:
        raise Http404
    avoiding.decide(row, expert, ground=ground, avoids=data["avoids"], reason=data["reason"], seat=seat)
    return True


def _doubts(trial: drawing_desk.Trial, faulty: Any) -> list[dict[str, Any]]:
    """Each uncertain ground with its form; the one that was refused as it was typed."""
    pairs = [(standing, each) for standing in trial.undecided for each in standing.open]
    return [_doubt(number, standing, each, faulty) for number, (standing, each) in enumerate(pairs, 1)]


def _doubt(number: int, standing: avoiding.Standing, conflict: Any, faulty: Any) -> dict[str, Any]:
    names = ("expert", "matter", "kind", "fact")
    initial = dict(zip(names, (str(standing.expert.pk), *avoiding.ground_of(conflict)), strict=True))
    form = forms.DecisionForm(initial=initial, auto_id=f"id_{number}_%s")
    if faulty is not None and initial == {name: faulty.data.get(name, "") for name in names}:
        form, form.auto_id = faulty, f"id_{number}_%s"
    return {"standing": standing, "conflict": conflict, "form": form}


@login_required
@require_http_methods(["GET", "POST"])
def panel_appointed(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Experts by appointment for the seats that are free, with the reason."""
    seat = seat_as(request, Role.SAC_OFFICER)
    row = get_object_or_404(models.Panel, pk=key, method=models.Panel.Method.APPOINT)
    initial = {"reason": row.appoint_reason}
    form = forms.AppointForm(request.POST or None, experts=avoiding.pool(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            count = composing.appoint(row, list(form.cleaned_data["experts"]), form.cleaned_data["reason"], seat)
            messages.success(request, f"已指定 {count} 位专家。")
            return redirect(row.get_absolute_url())
        except NotComposed as refused:
            form.add_error("experts", str(refused))
    found = pool.page_of(request.GET)
    page = {
        "panel": row, "form": form, "page": found, "free": composing.free_seats(row), "sectors": sectors_in_use(),
        "regions": region_choices()[1:], "standings": _with_standing(row, found.rows, form),
    }  # fmt: skip
    return render(request, "reviews/panel_appoint.html", page, status=422 if request.method == "POST" else 200)


def _with_standing(row: "models.Panel", rows: list[Any], form: Any) -> list[dict[str, Any]]:
    """The experts of the page with their load and what stands against them."""
    why = {each.expert.pk: avoiding.why_not(each) or each.away for each in avoiding.standings(row, rows)}
    there = set(row.members.filter(out_at__isnull=True).values_list("expert_id", flat=True))
    ticked = {str(each) for each in form["experts"].value() or []}
    return [
        {"expert": each, "why": "已在评审组中" if each.pk in there else why[each.pk], "ticked": str(each.pk) in ticked}
        for each in rows
    ]


@login_required
@require_POST
def member_chaired(request: HttpRequest, key: int) -> HttpResponse:
    return _on_member(request, key, inviting.name_chair, "已指定{name}为组长。")


@login_required
@require_POST
def member_asked(request: HttpRequest, key: int) -> HttpResponse:
    return _on_member(request, key, inviting.ask, "已向{name}发出邀请。")


@login_required
@require_http_methods(["GET", "POST"])
def member_silent(request: HttpRequest, key: int) -> HttpResponse:
    """Note that no answer came; the next alternate is asked at once."""
    seat_as(request, Role.SAC_OFFICER)
    member = get_object_or_404(models.Member.objects.select_related("panel", "expert"), pk=key)
    form = forms.SilenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            inviting.record_silence(member, form.cleaned_data["reason"])
            messages.success(request, f"已记录{member.expert.name}逾期未答复。")
            return redirect(member.panel.get_absolute_url())
        except NotComposed as refused:
            form.add_error(None, str(refused))
    page = {"form": form, "member": member, "panel": member.panel}
    return render(request, "reviews/panel_silent.html", page, status=422 if request.method == "POST" else 200)


def _on_member(request: HttpRequest, key: int, act: Any, done: str) -> HttpResponse:
    seat_as(request, Role.SAC_OFFICER)
    member = get_object_or_404(models.Member.objects.select_related("panel", "expert"), pk=key)
    try:
        act(member)
        messages.success(request, done.format(name=member.expert.name))
    except NotComposed as refused:
        messages.warning(request, str(refused))
    return redirect(f"{reverse('workbench:case', args=['panel', member.panel_id])}?tab=members")
