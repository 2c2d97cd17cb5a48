"""The sector catalogue, read by everybody and kept by SAC, and the rulings on entries that look alike."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations import edits, rulings
from organisations.access import seat_as
from organisations.forms.sectors import ReasonForm, RulingForm, SectorForm
from organisations.models import Role, Sector, SectorRuling
from procedure import clock
from procedure.asked import whole_number


@login_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every entry by its family, and with which others it counts as one."""
    sectors = list(Sector.objects.order_by("family", "code"))
    names, groups = {each.pk: each.name for each in sectors}, rulings.groups()
    for each in sectors:
        each.one_with = [names[key] for key in sorted(groups.get(each.pk, set()) - {each.pk})]  # type: ignore[attr-defined]
    families = [(family, list(rows)) for family, rows in groupby(sectors, key=lambda each: each.family)]
    seat: Any = request.seat  # type: ignore[attr-defined]
    keeps = bool(seat) and seat.role == Role.SAC_OFFICER
    return render(request, "organisations/sectors.html", {"families": families, "count": len(sectors), "keeps": keeps})


@login_required
@require_http_methods(["GET", "POST"])
def added(request: HttpRequest) -> HttpResponse:
    seat = seat_as(request, Role.SAC_OFFICER)
    form = SectorForm(request.POST or None, families=_families())
    if request.method == "POST" and form.is_valid() and edits.save_form(form, seat.person, "新增领域"):
        messages.success(request, f"领域“{form.instance}”已加入目录。")
        return redirect("organisations:sectors")
    return _form_page(request, {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edited(request: HttpRequest, key: int) -> HttpResponse:
    """Rename an entry or move it to another family; what somebody else changed meanwhile is shown first."""
    seat = seat_as(request, Role.SAC_OFFICER)
    with transaction.atomic():
        sector = _locked(key)
        form = SectorForm(request.POST or None, instance=sector, families=_families())
        changed = edits.changes_since(sector, whole_number(request.POST.get("base", ""))) if form.is_bound else []
        if form.is_valid() and not changed and edits.save_form(form, seat.person, "修改领域"):
            messages.success(request, f"领域“{sector}”已保存。")
            return redirect("organisations:sectors")
    return _form_page(request, {"form": form, "sector": Sector.objects.get(pk=key), "changed": changed})


@login_required
@require_POST
def retired(request: HttpRequest, key: int) -> HttpResponse:
    """Take an entry out of use, or back into it; what was applied for under it stays."""
    seat = seat_as(request, Role.SAC_OFFICER)
    with transaction.atomic():
        sector = _locked(key)
        retire = request.POST.get("retire") == "1"
        if retire != (sector.retired_at is not None):
            sector.retired_at = clock.now() if retire else None
            edits.save(sector, seat.person, "停用领域" if retire else "恢复使用")
    messages.success(request, f"领域“{sector}”{'已停用，新的申报不能再选' if retire else '已恢复使用'}。")
    return redirect("organisations:sectors")


@login_required
@require_http_methods(["GET", "POST"])
def ruled(request: HttpRequest) -> HttpResponse:
    """All rulings, and the form for a new one; ``?sector=1&sector=2`` has them ticked."""
    seat = seat_as(request, Role.SAC_OFFICER)
    asked = {"sectors": [whole_number(each) for each in request.GET.getlist("sector")]}
    form = RulingForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            rulings.rule(by=seat, **form.cleaned_data)
        except rulings.RulingRefused as refused:
            form.add_error("sectors", str(refused))
        else:
            messages.success(request, "认定已生效，推荐时按此计数。")
            return redirect("organisations:rulings")
    found = list(SectorRuling.objects.prefetch_related("sectors"))
    context = {
        "form": form,
        "live": [each for each in found if each.ended_at is None],
        "ended": [each for each in found if each.ended_at is not None],
    }
    return render(
        request, "organisations/sector_rulings.html", context, status=422 if request.method == "POST" else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def ruling_ended(request: HttpRequest, key: int) -> HttpResponse:
    seat = seat_as(request, Role.SAC_OFFICER)
    ruling = get_object_or_404(SectorRuling.objects.filter(ended_at__isnull=True), pk=key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rulings.end(ruling, reason=form.cleaned_data["reason"], by=seat)
        messages.success(request, f"第 {ruling.pk} 号认定已终止。")
        return redirect("organisations:rulings")
    context = {"form": form, "ruling": ruling}
    return render(
        request, "organisations/sector_ruling_ended.html", context, status=422 if request.method == "POST" else 200
    )


def _locked(key: int) -> Sector:
    return get_object_or_404(Sector.objects.select_for_update(no_key=True), pk=key)


def _families() -> list[str]:
    return list(Sector.objects.exclude(family="").order_by("family").values_list("family", flat=True).distinct())


def _form_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if sector := context.get("sector"):
        context |= {"version": edits.version_of(sector), "history": edits.all_changes(sector)}
    status = 409 if context.get("changed") else 422
    return render(request, "organisations/sector.html", context, status=status if request.method == "POST" else 200)
