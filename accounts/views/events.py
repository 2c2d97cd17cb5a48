"""The audit administrator's page: the security record, read and exported, never changed."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.events import record
from accounts.models import EventKind, Person, SecurityEvent
from procedure.asked import whole_number

from .people import only_for

SIZE = 50
# So many rows at most in one file; a longer record is exported by days.
MOST = 50_000
_HEAD = ("时间", "事项", "账号", "邮箱", "操作人", "网络地址", "浏览器", "说明")


@login_required
@require_safe
@only_for("audit_admin")
def listed(request: HttpRequest) -> HttpResponse:
    """The newest first, by kind, person and day."""
    found, asked = _asked_for(request.GET)
    if before := whole_number(request.GET.get("before", "")):
        found = found.filter(pk__lt=before)
    page = list(found[: SIZE + 1])
    following = page[SIZE - 1].pk if len(page) > SIZE else None
    context = {"events": page[:SIZE], "following": following, "asked": asked, "kinds": EventKind.choices}
    return render(request, "accounts/events.html", context)


@login_required
@require_POST
@only_for("audit_admin")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file, which is itself an event."""
    found, asked = _asked_for(request.POST)
    assert isinstance(request.user, Person)
    said = "，".join(f"{name}={value}" for name, value in asked.items() if value) or "全部"
    record(EventKind.EXPORTED, person=request.user, by=request.user, request=request, detail=f"审计记录：{said}")
    answer = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="security-events.csv"'
    return answer


def _asked_for(asked: Any) -> tuple[QuerySet[SecurityEvent], dict[str, str]]:
    kind, who, day = (asked.get(name, "").strip()[:60].replace("\0", "") for name in ("kind", "who", "day"))
    found = SecurityEvent.objects.select_related("person", "by").order_by("-pk")
    if kind in EventKind.values:
        found = found.filter(kind=kind)
    if who:
        found = found.filter(Q(person__name__startswith=who) | Q(email__istartswith=who))
    if on := _day(day):
        begin = timezone.make_aware(datetime.combine(on, time()))
        found = found.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    return found, {"kind": kind if kind in EventKind.values else "", "who": who, "day": day if on else ""}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 3000 else None


class _Echo:
    """What csv writes to, giving each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _lines(found: QuerySet[SecurityEvent]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # Excel takes a file for UTF-8 only by its first bytes.
    yield "\ufeff" + writer.writerow(_HEAD)
    for event in found[:MOST].iterator(chunk_size=1000):
        yield writer.writerow([plain(cell) for cell in _cells(event)])


def _cells(event: SecurityEvent) -> tuple[str, ...]:
    at = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S")
    who, by = (str(person or "") for person in (event.person, event.by))
    return at, event.get_kind_display(), who, event.email, by, event.address or "", event.agent, event.detail


def plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    begins = cell.lstrip()[:1]
    return f"'{cell}" if begins and begins in "=+-@\uff1d\uff0b\uff0d\uff20" else cell
