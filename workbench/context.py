"""What every page's frame shows; everything that asks the database is lazy."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from organisations.models import Role
from procedure import clock
from procedure.models import Notification

FOOTER = {"sponsor": "国家标准化管理委员会", "record_number": "", "phone": "010-82261094/2903"}

_HOME = ("待办", "workbench:home", "inbox")
_QUEUE = ("申报", "applications:queue", "collection")
_BASES = ("基地", "workbench:bases", "buildings")
_BEGIN = ("开始申报", "applications:choose_call", "pencil-square")
_CALLS = ("申报指南", "applications:calls", "megaphone")
_ORGANISING = ("组织申报", "applications:organising_calls", "signpost-split")
_PANELS = ("专家评审", "reviews:panels", "people")
_DESK = ("评审", "reviews:desk", "clipboard-check")
_DELIBERATION = ("研究审议", "applications:deliberation", "clipboard-data")
_PUBLICATIONS = ("公示", "applications:publications", "broadcast")
_CHART = ("办理流程", "workbench:chart", "diagram-3")
_DIRECTORY = ("目录", "organisations:authorities", "journal-bookmark")
_UNIT = ("本单位", "organisations:unit", "building")
_MEMBERS = ("成员", "organisations:members", "people")
_SEATS = ("岗位", "organisations:seats", "person-badge")
_INCIDENTS = ("异常事项", "workbench:incidents", "exclamation-triangle")
_PERSONS = ("人员", "accounts:persons", "people")
_EVENTS = ("审计记录", "accounts:events", "journal-text")
_RAILS: dict[str, tuple[tuple[str, str, str], ...]] = {
    Role.PREPARER: (_HOME, _QUEUE, _BEGIN, _BASES, _UNIT, _DIRECTORY),
    Role.SUBMITTER: (_HOME, _QUEUE, _BEGIN, _BASES, _UNIT, _DIRECTORY),
    Role.UNIT_ADMIN: (_HOME, _QUEUE, _BASES, _UNIT, _MEMBERS, _DIRECTORY),
    Role.ORGANISER_OFFICER: (_HOME, _QUEUE, _BASES, _ORGANISING, _UNIT, _DIRECTORY),
    Role.RECOMMENDER_OFFICER: (_HOME, _QUEUE, _BASES, _DIRECTORY, _CHART),
    # 申报指南 is one step away, from 申报.
    Role.SAC_OFFICER: (_HOME, _QUEUE, _BASES, _PANELS, _DELIBERATION, _PUBLICATIONS),
    Role.SAC_APPROVER: (_HOME, _QUEUE, _BASES, _PANELS, _DELIBERATION, _PUBLICATIONS),
    Role.SYSTEM_ADMIN: (_HOME, _PERSONS, _INCIDENTS, _CHART),
    Role.SECURITY_ADMIN: (_HOME, _SEATS, _DIRECTORY, _CHART),
    Role.AUDIT_ADMIN: (_HOME, _EVENTS, _CHART),
    Role.EXPERT: (_HOME, _DESK, _CHART),
}


def frame(request: HttpRequest) -> dict[str, Any]:
    seat = getattr(request, "seat", None)
    return {
        "seat": seat,
        "seats": getattr(request, "seats", []),
        "rail": SimpleLazyObject(lambda: _rail(request)),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "sandbox": settings.SANDBOX,
        "now": SimpleLazyObject(clock.now),
        "footer": FOOTER,
        "large_text": request.COOKIES.get("large_text") == "1",
    }


def _rail(request: HttpRequest) -> list[dict[str, Any]]:
    seat = request.seat  # type: ignore[attr-defined]
    if not seat:
        return []
    places = _RAILS.get(seat.role, (_HOME, _QUEUE, _DIRECTORY, _CHART))
    found = [{"label": label, "url": reverse(name), "icon": icon} for label, name, icon in places]
    # 开始申报 lies under 申报: where both would fit, the longer address is where one is.
    here = max((place["url"] for place in found if request.path.startswith(place["url"])), key=len, default="")
    return [place | {"active": place["url"] == here} for place in found]


def _unread(request: HttpRequest) -> int:
    if not request.user.is_authenticated:
        return 0
    return len(Notification.objects.filter(person=request.user, read_at__isnull=True).values_list("pk")[:100])
