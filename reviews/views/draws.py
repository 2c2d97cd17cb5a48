"""The draw: frozen, bound by two numbers, revealed, explained, exported."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from organisations.access import seat_as
from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock
from reviews import drawing_desk, explaining, exporting, forms, models
from reviews.composing import NotComposed
from reviews.drawing_desk import DrawVoidedError


@login_required
@require_POST
def draw_frozen(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Fix pool and rule; from here on nothing of the draw can be chosen any more."""
    seat = seat_as(request, Role.SAC_OFFICER)
    panel = get_object_or_404(models.Panel, pk=key)
    try:
        draw = drawing_desk.freeze(panel, seat)
    except NotComposed as refused:
        messages.warning(request, str(refused))
        return redirect("reviews:panel_conflicts", panel.pk)
    messages.success(request, "名单和规则已固定。请经办和监督人各自提交数字。")
    return redirect("reviews:draw", draw.pk)


@login_required
@never_cache
@require_safe
def draw(request: HttpRequest, key: int) -> HttpResponse:
    """Where the draw stands and what is to be done; once it is drawn, how it came out, line by line."""
    seat = seat_as(request, *SAC)
    return _page(request, _draw(key), seat)


@login_required
@sensitive_post_parameters("number")
@never_cache
@require_POST
def number_committed(request: HttpRequest, key: int) -> HttpResponse:
    """Bind one's number; the answer is the slip, shown this once."""
    seat, row = seat_as(request, *SAC), _draw(key)
    form = forms.NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, row, seat, committing=form)
    try:
        slip = drawing_desk.commit(row, form.cleaned_data["side"], form.cleaned_data["number"], seat)
    except NotComposed as refused:
        form.add_error(None, str(refused))
        return _page(request, _draw(key), seat, committing=form)
    return render(request, "reviews/draw_slip.html", {"draw": row, "panel": row.panel, "slip": slip})


@login_required
@sensitive_post_parameters("number", "random")
@never_cache
@require_POST
def number_revealed(request: HttpRequest, key: int) -> HttpResponse:
    """Open one's number; the last one draws."""
    seat, row = seat_as(request, *SAC), _draw(key)
    form = forms.RevealForm(request.POST)
    if not form.is_valid():
        return _page(request, row, seat, revealing=form)
    try:
        done = drawing_desk.reveal(row, form.cleaned_data["number"], form.cleaned_data["random"], seat)
    except DrawVoidedError as voided:
        messages.warning(request, str(voided))
        return redirect("reviews:draw", row.pk)
    except NotComposed as refused:
        form.add_error(None, str(refused))
        return _page(request, _draw(key), seat, revealing=form)
    messages.success(request, "已抽取。" if done.drawn_at else "您的数字已公布，等另一人公布后立即抽取。")
    return redirect("reviews:draw", row.pk)


@login_required
@require_POST
def draw_expired(request: HttpRequest, key: int) -> HttpResponse:
    """Record that a number was not revealed in time."""
    seat_as(request, *SAC)
    row = _draw(key)
    try:
        late = drawing_desk.expire(row)
    except NotComposed:
        late = False
    messages.warning(request, "这次抽取已记为作废。" if late else "没有作废：还没有超过时限，或者已经有了结果。")
    return redirect("reviews:draw", row.pk)


@login_required
@require_safe
def draw_exported(request: HttpRequest, key: int) -> HttpResponse:
    """The record for replay_draw: the whole, or what outsiders may have, without who the people are."""
    seat_as(request, *SAC)
    row = _draw(key)
    if row.drawn_at is None:
        raise Http404
    outsiders = request.GET.get("for") == "outsiders"
    response = HttpResponse(exporting.as_file(row, outsiders=outsiders), content_type="application/json")
    name = f"draw-{row.pk}{'-public' if outsiders else ''}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _draw(key: int) -> "models.Draw":
    return get_object_or_404(models.Draw.objects.select_related("panel"), pk=key)


def _page(
    request: HttpRequest, row: "models.Draw", seat: Membership, *, committing: Any = None, revealing: Any = None
) -> HttpResponse:
    mine = next((each for each in row.contributions.all() if each.person_id == seat.person_id), None)
    ends, open_now = drawing_desk.reveal_ends(row), row.voided_at is None and row.drawn_at is None
    page = {
        "draw": row,
        "panel": row.panel,
        "rule": explaining.rule_words(row),
        "sides": [(side, label, _of(row, side)) for side, label in models.Contribution.Side.choices],
        "committing": _commit_forms(row, seat, committing) if open_now else [],
        "revealing": (revealing or forms.RevealForm()) if open_now and _reveals(mine, ends) else None,
        "mine": mine,
        "ends": ends,
        "late": open_now and ends is not None and clock.now() >= ends,
        "walk": explaining.walk_of(row),
        "steps": explaining.STEPS,
        "replay": exporting.replayed(row) if row.drawn_at else None,
    }
    faulty = committing or revealing
    return render(request, "reviews/draw.html", page | {"form": faulty}, status=422 if faulty else 200)


def _commit_forms(row: "models.Draw", seat: Membership, faulty: Any) -> list[tuple[str, Any]]:
    """A form for each side that this person could still take, the refused one as it was."""
    found = []
    for side, label in models.Contribution.Side.choices:
        if drawing_desk.may_commit(row, side, seat):
            mine = faulty if faulty is not None and faulty.data.get("side") == side else None
            found.append((label, mine or forms.NumberForm(initial={"side": side}, auto_id=f"id_{side}_%s")))
    return found


def _of(row: "models.Draw", side: str) -> Any:
    return next((each for each in row.contributions.all() if each.side == side), None)


def _reveals(mine: Any, ends: Any) -> bool:
    return mine is not None and mine.revealed_at is None and ends is not None
