"""The authorities' directory: read by everybody who is signed in, kept by SAC."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from organisations import edits
from organisations.access import seat_as
from organisations.authorities import KINDS, directory
from organisations.forms.authorities import AuthorityForm
from organisations.forms.fields import region_choices
from organisations.models import Membership, Role, Unit, UnitConfirmation
from procedure import clock
from procedure.asked import whole_number, words_in


@login_required
@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    """All authorities, or those of a kind, a region, a piece of a name; what is asked for stands in the address."""
    kind, region, name = (words_in(request.GET.get(each, "")) for each in ("kind", "region", "name"))
    place = whole_number(region)
    context = {
        "units": _chosen(kind, place, name),
        "kinds": [(each.value, each.label) for each in KINDS],
        "regions": region_choices()[1:],
        "kind": kind,
        "region": place,
        "name": name,
        "keeps": _keeps(request),
    }
    return render(request, "organisations/authorities.html", context)


@login_required
@require_safe
def authority(request: HttpRequest, key: int) -> HttpResponse:
    unit = get_object_or_404(directory(), pk=key)
    keeps = _keeps(request)
    context = {
        "unit": unit,
        "organisers": unit.organisers.exclude(pk=unit.pk).order_by("name"),
        "keeps": keeps,
        "history": edits.all_changes(unit) if keeps else [],
    }
    return render(request, "organisations/authority.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def authority_added(request: HttpRequest) -> HttpResponse:
    seat = seat_as(request, Role.SAC_OFFICER)
    form = AuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _saved(form, seat, "录入单位"):
        messages.success(request, f"已录入{form.instance}。单位管理员由安全管理员授予岗位。")
        return redirect("organisations:authority", form.instance.pk)
    return render(
        request, "organisations/authority_form.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def authority_edited(request: HttpRequest, key: int) -> HttpResponse:
    """Change an entry; what somebody else changed meanwhile is shown first, and nothing typed is lost."""
    seat = seat_as(request, Role.SAC_OFFICER)
    with transaction.atomic():
        unit = get_object_or_404(directory().select_for_update(of=("self",), no_key=True), pk=key)
        name, version = unit.name, edits.version_of(unit)
        form = AuthorityForm(request.POST or None, instance=unit)
        changed = edits.changes_since(unit, whole_number(request.POST.get("base", ""))) if form.is_bound else []
        if form.is_valid() and not changed and _saved(form, seat, "修改单位信息"):
            messages.success(request, f"{unit}的信息已保存。")
            return redirect("organisations:authority", unit.pk)
    context = {"form": form, "unit": unit, "name": name, "version": version, "changed": changed}
    status = 409 if changed else 422
    return render(
        request, "organisations/authority_form.html", context, status=status if request.method == "POST" else 200
    )


def _chosen(kind: str, region: int, name: str) -> QuerySet[Unit]:
    found = directory()
    if kind:
        found = found.filter(kind=kind)
    if region:
        found = found.filter(Q(region_id=region) | Q(region__parent_id=region))
    return found.filter(name__icontains=name) if name else found


def _keeps(request: HttpRequest) -> bool:
    seat: Any = request.seat  # type: ignore[attr-defined]
    return bool(seat) and seat.role == Role.SAC_OFFICER


def _saved(form: AuthorityForm, seat: Membership, reason: str) -> bool:
    """Save the entry, an association that recommends itself as such, and the word on an odd code."""
    unit, itself = form.instance, form.cleaned_data["own_recommender"]
    if itself and unit.pk:
        unit.reports_to = unit
    with transaction.atomic():
        if not edits.save_form(form, seat.person, reason):
            return False
        if itself and unit.reports_to_id != unit.pk:
            unit.reports_to = unit
            edits.save(unit, seat.person, "由本协会自己推荐")
        if form.odd and form.cleaned_data["odd_reason"]:
            _confirm_odd_code(unit, seat, form.cleaned_data["odd_reason"])
    return True


def _confirm_odd_code(unit: Unit, seat: Membership, reason: str) -> None:
    UnitConfirmation.objects.create(
        unit=unit,
        name=unit.name,
        code=unit.code,
        odd_code=True,
        reason=reason,
        by=seat.person,
        by_name=seat.name_shown,
        by_unit=seat.unit,
        at=clock.now(),
    )
