"""修改完善: the applicant answers each point, SAC's officer checks each reply."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import forms, revising, revision_shown
from applications.access import application_seen, draft_written, seat_of
from applications.holding import Moved
from applications.models import Application, PointReply, RevisionPoint, RevisionRound
from applications.procedure import State
from applications.version_changes import Part
from organisations.deciding import SAC
from organisations.models import Role

from .writing.frame import frame, gives_back

_STALE = "您打开之后，{by}保存了新的内容，所以您的没有保存，也没有丢。请看过下面的新内容；再次保存，就以您的为准。"


@dataclass
class Line:
    """One point on the page: its form, the passage, what stood there before, and a colleague's newer words."""

    point: RevisionPoint
    reply: PointReply | None
    form: Any
    blank: Any
    earlier: list[PointReply]
    part: Part | None = None
    newer: PointReply | None = None

    @property
    def about(self) -> str:
        return revising.heading_of(self.point.section)

    @property
    def where(self) -> str:
        return revising.heading_of(self.reply.section) if self.reply and self.reply.section else ""


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def replies(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """All points with a reply each, on one form: what is typed for one is not lost by saving another."""
    application = draft_written(request, key)
    running = revising.current_round(application)
    if application.state != State.REVISING or running is None:
        raise Http404
    data = request.POST.copy() if request.method == "POST" else None
    lines, status = _lines(running, forms.PointReplyForm, _initial_reply, data), 200
    if data is not None:
        status = _saved(lines, running, lambda line: _reply(request, application, line), revising.reply_base)
        if status == 200:
            messages.success(request, "答复已保存。")
            return redirect("applications:revision_replies", key)
    context = frame(application, "replies") | _passages(application, running, lines)
    return render(request, "applications/revision_replies.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Each point, its reply, the changed passage; the officer ticks, the approver reads."""
    seat, application = seat_of(request), application_seen(request, key)
    running = revising.current_round(application)
    if seat.role not in SAC or running is None or running.filed_at is None:
        raise Http404
    if request.method == "POST" and seat.role != Role.SAC_OFFICER:
        raise Http404
    data = request.POST.copy() if request.method == "POST" else None
    lines, status = _lines(running, forms.PointCheckForm, _initial_check, data), 200
    if data is not None:
        try:
            status = _saved(lines, running, lambda line: _check(request, application, line), _base_of_check)
        except Moved as moved:
            return _not_saved(request, application, lines, str(moved))
        if status == 200:
            messages.success(request, "核对结果已保存。")
            return redirect("applications:revision_check", key)
    context = _passages(application, running, lines) | {
        "application": application,
        "writes": seat.role == Role.SAC_OFFICER and application.state == State.REVISION_CHECK,
        "unchecked": revising.unchecked(application),
    }
    return render(request, "applications/revision_check.html", context, status=status)


def _passages(application: Application, running: RevisionRound, lines: list[Line]) -> dict[str, Any]:
    """Behind each point what became of the passage, and what changed besides."""
    content = revision_shown.as_it_stands(application, running)
    found = revision_shown.passages(running, content, [line.reply for line in lines if line.reply])
    for line in lines:
        line.part = found.parts.get(revision_shown.place_of(line.point, line.reply))
    faulty = [line for line in lines if line.form.is_bound and line.form.errors]
    return {"running": running, "lines": lines, "others": found.others, "faulty": faulty}


def _not_saved(request: HttpRequest, application: Application, lines: list[Line], sentence: str) -> HttpResponse:
    """What was typed, to be copied out, after the case has moved on."""
    typed = [words for line in lines if (words := str(line.form["words"].value() or ""))]
    page = {"application": application, "texts": typed, "sentence": sentence}
    return render(request, "applications/not_saved.html", page, status=409)


# The forms of a page


def _lines(running: RevisionRound, form_class: Any, initial: Any, data: Any) -> list[Line]:
    replies = {reply.point_id: reply for reply in running.replies.select_related("saved_by")}
    earlier: dict[Any, list[PointReply]] = {}
    before = PointReply.objects.filter(round__application=running.application_id, round__number__lt=running.number)
    for reply in before.select_related("round").order_by("-round__number"):
        earlier.setdefault(reply.point_id, []).append(reply)

    def line(point: RevisionPoint) -> Line:
        reply = replies.get(point.pk)
        options = {"prefix": f"point-{point.pk}", "initial": initial(running, reply)}
        return Line(point, reply, form_class(data, **options), form_class(**options), earlier.get(point.pk, []))

    return [line(point) for point in RevisionPoint.objects.filter(application=running.application_id)]


def _initial_reply(running: RevisionRound, reply: PointReply | None) -> dict[str, Any]:
    facts = {"text": reply.text, "section": reply.section, "no_change": reply.no_change} if reply else {}
    return facts | {"base": revising.reply_base(running, reply)}


def _initial_check(running: RevisionRound, reply: PointReply | None) -> dict[str, Any]:
    facts = {"settled": revising.written(reply.settled), "words": reply.words} if reply else {}
    return facts | {"base": _base_of_check(running, reply)}


def _base_of_check(running: RevisionRound, reply: PointReply | None) -> str:
    return revising.check_base(reply) if reply else revising.check_shown(running.pk)


def _saved(lines: Iterable[Line], running: RevisionRound, save: Any, base: Any) -> int:
    """Save every form that was touched, each by itself; 200 if none is at fault, and none was overtaken."""
    found = {200}
    for line in lines:
        if line.form.untouched(running):
            # Drawn again, it shows what stands there now, and nobody is told of a field he left alone.
            line.form = line.blank
            continue
        if not line.form.is_valid():
            found.add(422)
            continue
        try:
            save(line)
        except revising.Stale as stale:
            line.newer = stale.stored
            line.form.add_error(None, _STALE.format(by=_saver(stale.stored)))
            found.add(409)
            _shows(line, base(running, stale.stored))
        else:
            _shows(line, line.form.shown(running))
    return max(found, key=(200, 422, 409).index)


def _shows(line: Line, base: str) -> None:
    """Drawn again, a form has seen what stands there now."""
    line.form.data[line.form.add_prefix("base")] = base


def _saver(stored: PointReply | None) -> str:
    return (stored.checked_by_name or stored.saved_by.name) if stored else "同事"


def _reply(request: HttpRequest, application: Application, line: Line) -> None:
    base = line.form.cleaned_data["base"]
    revising.save_reply(application, line.point, line.form.facts(), base=base, seat=seat_of(request))


def _check(request: HttpRequest, application: Application, line: Line) -> None:
    base = line.form.cleaned_data["base"]
    revising.check_point(application, line.point, **line.form.facts(), base=base, seat=seat_of(request))
