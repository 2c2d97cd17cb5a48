"""The public register: the same for everybody, kept ready until a base changes."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents import shelf

from . import feeds, register, told
from .models.base import SHELF
from .procedure import BaseKind
from .queries import public
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
    hosts = [(spell.name, told.spell_words(spell)) for spell in found.hosts.all()]
    context = {
        "base": found,
        "state_label": told.state_words(found.state, found.gaps),
        "tone": register.TONES[found.state],
        "facts": told.facts(found),
        "host": hosts[-1] if hosts else None,
        "earlier": hosts[-2::-1],
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
