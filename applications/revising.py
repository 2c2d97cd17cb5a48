"""修改完善: the experts' points, the applicant's reply to each, and what SAC finds of it (办法14, 指南三（五）)."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction

from organisations.models import Membership
from procedure import clock
from procedure.acts import Act

from . import models, sections
from .freezing import freeze
from .holding import Moved, held
from .procedure.states import State
from .saving import NotWritable, lock_draft

if TYPE_CHECKING:
    from .models import Application, PointReply, RevisionPoint, RevisionRound

# Who passes under 指南-2017 revises by the opinion as a whole, even where it names no point.
WHOLE_OPINION = "请按论证意见修改申报方案；无须修改的请写明。"
WHOLE_PLAN = "整个方案"


PARTS = (sections.BASIC, *sections.BY_KEY, sections.ATTACHMENTS, sections.CONDITIONS)


class Stale(Exception):
    """Somebody saved this reply, or checked it, since it was read."""

    def __init__(self, stored: "PointReply | None") -> None:
        super().__init__()
        self.stored = stored


# The rounds, in the commit of their steps


def begin(application: Any, act: Act) -> None:
    """Write down the experts' points and open the first round against the version that they reviewed."""
    points = act.data.get("points") or [{"section": "", "text": WHOLE_OPINION}]
    first = models.RevisionPoint.objects.filter(application=application.pk).count() + 1
    models.RevisionPoint.objects.bulk_create(
        models.RevisionPoint(application=application, number=number, section=point["section"], text=point["text"])
        for number, point in enumerate(points, start=first)
    )
    _open_round(application, act, act.data.get("reviewed") or application.current)


def begin_again(application: Any, act: Act) -> None:
    """Open another round; what was settled is carried over with its reply and checked again, for the plan changes."""
    last = current_round(application)
    assert last is not None
    fresh = _open_round(application, act, last.reviewed)
    models.PointReply.objects.bulk_create(
        models.PointReply(
            round=fresh, point_id=reply.point_id, text=reply.text, section=reply.section, no_change=reply.no_change,
            saved_at=reply.saved_at, saved_by_id=reply.saved_by_id,
        )
        for reply in last.replies.filter(settled=True)
    )  # fmt: skip


def file_revision(application: Any, act: Act) -> None:
    """Freeze the revised plan and stamp the round with it."""
    running = current_round(application)
    assert running is not None
    running.version, running.filed_at = freeze(application, act), act.at
    running.save(update_fields=["version", "filed_at"])


def _open_round(application: Any, act: Act, reviewed: Any) -> "RevisionRound":
    return models.RevisionRound.objects.create(
        application=application,
        number=models.RevisionRound.objects.filter(application=application.pk).count() + 1,
        reviewed=reviewed,
        due_on=act.data["due_on"],
        note=act.note,
        opened_at=act.at,
    )


# What guards ask


def unanswered(application: "Application") -> int:
    """How many points have no reply in the round that runs."""
    answered = models.PointReply.objects.filter(round=current_round(application))
    return _points(application).exclude(pk__in=answered.values("point")).count()


def unchecked(application: "Application") -> int:
    """How many points were not found settled in the last round."""
    running = current_round(application)
    settled = models.PointReply.objects.filter(round=running, settled=True)
    return _points(application).exclude(pk__in=settled.values("point")).count()


def current_round(application: "Application") -> "RevisionRound | None":
    """The round that runs, or the last one."""
    return models.RevisionRound.objects.filter(application=application.pk).last()


def _points(application: "Application") -> Any:
    return models.RevisionPoint.objects.filter(application=application.pk)


# Replies and checks


def reply_base(running: "RevisionRound", reply: "PointReply | None") -> str:
    """In short what a form for a reply shows: of which round, and what stands there."""
    return reply_shown(running.pk, reply.text, reply.section, reply.no_change) if reply else reply_shown(running.pk)


def reply_shown(running: Any, text: str = "", section: str = "", no_change: bool = False) -> str:
    return _short(running, text, section, no_change)


def check_base(reply: "PointReply") -> str:
    """The same of a form for the check."""
    return check_shown(reply.round_id, written(reply.settled), reply.words)


def check_shown(running: Any, settled: str = "", words: str = "") -> str:
    """``settled`` as the form writes it."""
    return _short(running, settled, words)


def written(settled: bool | None) -> str:
    return "" if settled is None else "yes" if settled else "no"


def save_reply(
    application: "Application", point: "RevisionPoint", facts: dict[str, Any], *, base: str, seat: Membership
) -> None:
    """Save the reply to a point, as it was seen; the same once more is its receipt.

    Raises NotWritable, Stale.
    """
    with transaction.atomic():
        locked = lock_draft(application, seat)
        running = current_round(locked)
        if locked.state != State.REVISING or running is None:
            raise NotWritable
        stored = running.replies.select_related("saved_by").filter(point=point).first()
        if stored is not None and reply_shown(running.pk, **facts) == reply_base(running, stored):
            return
        if reply_base(running, stored) != base:
            raise Stale(stored)
        reply = stored or models.PointReply(round=running, point=point)
        reply.text, reply.section, reply.no_change = facts["text"], facts["section"], facts["no_change"]
        reply.saved_at, reply.saved_by = clock.now(), seat.person
        reply.save()


def check_point(
    application: "Application", point: "RevisionPoint", *, settled: bool, words: str, base: str, seat: Membership
) -> None:
    """Write down what the officer finds of a reply. Raises Moved, Stale."""
    with held(application, State.REVISION_CHECK) as locked:
        reply = models.PointReply.objects.filter(round=current_round(locked), point=point).first()
        if reply is None:
            raise Moved("这一条没有答复，请退回修改稿，由申报单位补充答复。")
        if (reply.settled, reply.words) == (settled, words):
            return
        if check_base(reply) != base:
            raise Stale(reply)
        reply.settled, reply.words = settled, words
        reply.checked_by_name, reply.checked_at = seat.name_shown, clock.now()
        reply.save(update_fields=["settled", "words", "checked_by_name", "checked_at"])


def _short(*facts: Any) -> str:
    return hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()[:16]


def heading_of(key: str) -> str:
    """Where a point or a reply leads; what it named may not be a part of the plan any more."""
    if not key:
        return WHOLE_PLAN
    part = part_of(key)
    return sections.heading_of(part) if part in PARTS else "（方案中已没有这一部分）"


def part_of(key: str) -> str:
    """The part of the plan that a key names: each answer to a condition stands in one and the same."""
    return sections.CONDITIONS if key.startswith(sections.of_condition("")) else key
