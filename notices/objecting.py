"""Filing an objection: received at its second, in time or late, once for each page, never refused for being late."""

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from documents import codes
from documents.models import File
from documents.store import Upload
from documents.uploads import Checked
from procedure.perform import start
from procedure.reckoning import beijing_day
from procedure.steps import VISITOR, Seat

from . import models
from .models import ItemOutcome, NoticeItem, Objection

# After these an objection is raised where the case is published anew, or there is nothing left to object to.
GONE = (ItemOutcome.Kind.PULLED, ItemOutcome.Kind.CORRECTED, ItemOutcome.Kind.WITHDRAWN)
_CHECK = 6


class NotOpen(Exception):
    """Nothing can be objected to here; the text is a sentence for the person."""


@dataclass(frozen=True)
class Evidence:
    """A file that came with an objection, and what the check found."""

    upload: Upload
    checked: Checked


def file_objection(
    item: NoticeItem,
    facts: Mapping[str, Any],
    *,
    at: datetime,
    key: uuid.UUID,
    files: Iterable[Evidence] = (),
    seat: Seat = VISITOR,
    channel: str = Objection.Channel.WEB,
) -> Objection:
    """Keep an objection that was received at a moment; a repeated ``key`` gives the first one again.

    The item's row is locked: an approval names it too, and one of the two waits for the other.
    """
    with transaction.atomic():
        locked = models.NoticeItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
        if first := models.Objection.objects.filter(key=key).first():
            return first
        if reason := closed_because(locked):
            raise NotOpen(reason)
        objection = Objection(
            item=locked, key=key, channel=channel, received_at=at, is_late=not locked.is_open(at),
            number=_next_number(at), **facts,
        )  # fmt: skip
        start(objection, seat=seat)
        for each in files:
            _attach(objection, each, seat)
    return objection


def closed_because(item: NoticeItem) -> str:
    """Why nothing can be objected to under this item; empty where it can, late or not."""
    outcome = item.outcomes.filter(kind__in=GONE).last()
    if outcome is None:
        return ""
    if outcome.kind == ItemOutcome.Kind.CORRECTED:
        return "这一项已经更正，另行公示；请到新的公示提出异议。"
    return f"这一项{outcome.get_kind_display()}，不再接收异议。"


def _attach(objection: Objection, evidence: Evidence, seat: Seat) -> None:
    checked = evidence.checked
    file = File.store(evidence.upload, checked.name, seat.person, checked.content_type)
    models.ObjectionFile.objects.create(objection=objection, file=file)


def _next_number(at: datetime) -> str:
    """YY2608-00001-7QK2M9: month of receipt, serial in it, and a part that cannot be guessed from another number.

    Whoever files holds the month's number until the commit, so that none is given twice and none is left out.
    """
    month = f"YY{beijing_day(at):%y%m}"
    _hold(month)
    newest = models.Objection.objects.filter(number__startswith=f"{month}-").order_by("-number").first()
    serial = int(newest.number.split("-")[1]) + 1 if newest else 1
    check = "".join(secrets.choice(codes.ALPHABET) for _ in range(_CHECK))
    return f"{month}-{serial:05}-{check}"


def _hold(month: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"objection {month}"])
