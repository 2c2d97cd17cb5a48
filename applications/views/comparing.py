"""Candidates side by side and in order, for the recommender's own officers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications import comparing, forms, likeness, ranking
from applications.access import seat_of
from applications.procedure import BaseKind
from organisations.models import Membership, Role

_STALE = "本页打开之后，同事改过排序。下面是您填的内容，旁边是现在的排序；请核对后再保存。"


@login_required
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four candidates of one call and type in columns, and the order of all of them."""
    seat = seat_of(request)
    if seat.role != Role.RECOMMENDER_OFFICER:
        raise Http404
    groups = _groups(seat)
    group = _chosen(groups, request.GET)
    if group is None:
        status = 200 if request.method == "GET" else 422
        return render(request, "applications/compare.html", {"groups": groups}, status=status)
    if request.method == "POST":
        return _ranked(request, seat, groups, group)
    return _page(request, seat, groups, group)


def _ranked(request: HttpRequest, seat: Membership, groups: list[Any], group: dict[str, Any]) -> HttpResponse:
    rows = ranking.candidates_of(seat, group["call"], group["kind"])
    form = forms.RankingForm(request.POST, candidates=rows)
    if not form.is_valid():
        return _page(request, seat, groups, group, form, status=422)
    base = form.cleaned_data["base"]
    try:
        ranking.save_places(seat, group["call"], group["kind"], form.places(), base=base)
    except ranking.Stale:
        again = request.POST.copy()
        again["base"] = ranking.base_of(ranking.rankings_of(rows))
        form.data = again
        form.add_error(None, _STALE)
        return _page(request, seat, groups, group, form, status=409)
    messages.success(request, "排序已保存，只有本单位看得到。")
    return redirect(f"{reverse('applications:compare')}?call={group['call']}&kind={group['kind']}")


def _page(
    request: HttpRequest, seat: Membership, groups: list[Any], group: dict[str, Any], form: Any = None,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    rows = ranking.candidates_of(seat, group["call"], group["kind"])
    # The whole plans are read of those that are compared, not of all that could be.
    found = list(
        rows.select_related("call", "unit", "organiser", "region", "sector", "current").defer("current__content")
    )
    there = ranking.rankings_of(rows)
    shown = comparing.chosen(found, request.GET.getlist("case"))
    candidates, compared = comparing.side_by_side(shown, seat)
    context = {
        "groups": groups,
        "group": group,
        "found": found,
        "candidates": candidates,
        "compared": compared,
        "most": comparing.MOST,
        "likenesses": likeness.among(found) if group["kind"] == BaseKind.SECTOR else [],
        "form": form or forms.RankingForm(initial=_initial(there), candidates=found),
        "places": {key: row.place for key, row in there.items()},
    }
    return render(request, "applications/compare.html", context, status=status)


def _initial(there: dict[Any, Any]) -> dict[str, Any]:
    placed = {f"place_{key.hex}": row.place for key, row in there.items()}
    reasons = {f"reason_{key.hex}": row.reason for key, row in there.items()}
    return {"base": ranking.base_of(there)} | placed | reasons


def _groups(seat: Membership) -> list[dict[str, Any]]:
    """The calls and types in which there is something to compare, the newest call first."""
    rows = ranking.candidates(seat).order_by("-call__opens_at", "kind").values("call", "call__title", "kind")
    return [
        row | {"kind_label": BaseKind(row["kind"]).label, "title": row["call__title"]}
        for row in rows.annotate(count=Count("pk"))
    ]


def _chosen(groups: list[dict[str, Any]], asked: Any) -> dict[str, Any] | None:
    """The asked group; else the first of those in which there is most to compare."""
    wanted = asked.get("call", ""), asked.get("kind", "")
    largest = max(groups, key=lambda group: group["count"], default=None)
    return next((group for group in groups if (str(group["call"]), group["kind"]) == wanted), largest)
