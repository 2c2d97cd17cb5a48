"""The public register, the same for everybody and kept ready until a base changes; papers for those concerned."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from documents import serving, shelf
from organisations.access import seat_as
from organisations.models import Role

from . import decided, establishing, feeds, life, register, told
from .forms import CompanionsForm
from .models.base import SHELF
from .procedure import BaseKind, BaseState
from .queries import public, visible_to
from .tiles import area_rows, tile_map


@shelf.shelved(SHELF, *register.FILTERS, "after")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    asked, areas = register.Asked.of(request.GET.dict()), register.by_area()
    context = {
        "asked": asked,
        "page": register.page_of(asked, request.GET.get("after", "")),
        "after": request.GET.get("after", ""),
        "tiles": tile_map(areas, asked.region.code if asked.region else ""),
        "area_rows": area_rows(areas),
        "states": [each.shown() for each in register.by_state()],
        "kinds": BaseKind.choices,
    }
    return shelf.render(request, "bases/register.html", context)


@shelf.shelved(SHELF)
@require_safe
def base(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(public().select_related("region", "sector").prefetch_related("hosts"), pk=key)
    decisions = decided.public_of(found)
    hosts = [(spell.name, told.spell_words(spell)) for spell in found.hosts.all()]
    context = {
        "base": found,
        "state_label": told.state_words(told.public_state(found.state), found.gaps),
        "tone": register.TONES[told.public_state(found.state)],
        "facts": told.facts(found),
        "host": hosts[-1] if hosts else None,
        "earlier": hosts[-2::-1],
        "decisions": decisions,
        "life": life.public_life(found, decisions),
    }
    return shelf.render(request, "bases/base.html", context)


@shelf.shelved(SHELF)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(feeds.atom(), content_type="application/atom+xml; charset=utf-8")


@shelf.shelved(SHELF, "after")
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse(feeds.json_page(request.GET.get("after", "")), json_dumps_params={"ensure_ascii": False})


@shelf.shelved(SHELF)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    return HttpResponse(feeds.csv_text(), content_type="text/csv; charset=utf-8")


@login_required
@require_safe
def decision_paper(request: HttpRequest, key: int) -> HttpResponseBase:
    seat = request.seat or None  # type: ignore[attr-defined]
    found = get_object_or_404(decided.papers_visible_to(seat).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


@login_required
@require_http_methods(["GET", "POST"])
def companions(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Which other bases go into the document that establishes this one."""
    seat = seat_as(request, Role.SAC_OFFICER)
    found = get_object_or_404(visible_to(seat).filter(state=BaseState.PASSED), pk=key)
    form = CompanionsForm(request.POST if request.method == "POST" else None, base=found)
    if request.method == "POST" and form.is_valid():
        try:
            establishing.choose(found, form.cleaned_data["bases"])
        except establishing.NotChosen as refused:
            form.add_error("bases", str(refused))
        else:
            messages.success(request, "已保存；请在“批准成立”提请审批。")
            return redirect(found)
    page = {"base": found, "form": form}
    return render(request, "bases/companions.html", page, status=422 if request.method == "POST" else 200)
