"""A member's sheet: saved while it is written, submitted by himself alone, and every submitted state is kept."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.urls import reverse

from organisations.models import Membership
from procedure import clock
from procedure.notifying import tell_of

from . import models
from .kinds import Aspect
from .phases import Part, Right, allows
from .queries import members_in, rights_on

OVERALL = "overall"
LOWEST, HIGHEST = 0, 100


class NotWritable(Http404):
    """The sheet or the conclusion is not (any longer) this person's to write; what he typed is given back."""


@dataclass(frozen=True)
class Saved:
    sheet: "models.Sheet"


@dataclass(frozen=True)
class Conflict:
    """Another tab saved in between: the sheet as it stands, and what was typed against an older version."""

    sheet: "models.Sheet"
    mine: dict[str, Any]


@dataclass(frozen=True)
class Lacking:
    """What keeps a sheet from being submitted, and the field where it is to be written."""

    sentence: str
    anchor: str


class NotSubmittedError(Exception):
    """Submitting was refused; the sentence says why."""


def digest(content: Any) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def empty(aspects: Iterable[Aspect]) -> dict[str, Any]:
    """A sheet on which nothing is written."""
    blank: dict[str, Any] = {each.key: {"opinion": "", "score": None, "unfamiliar": False} for each in aspects}
    return blank | {OVERALL: ""}


def member_for(case: "models.Case", seat: Membership | None) -> "models.Member | None":
    """The seat's own membership of the case's panel; nobody has anybody else's."""
    return members_in(seat).filter(panel=case.panel_id).select_related("expert").first()


def sheet_of(case: "models.Case", member: "models.Member") -> "models.Sheet":
    """The member's sheet, stored or not yet begun."""
    found = models.Sheet.objects.filter(case=case, member=member).first()
    return found or models.Sheet(case=case, member=member, content=empty(case.asked_on))


def hold(case: "models.Case", seat: Membership | None, right: Right) -> "models.Case":
    """The case under lock, where the seat has this right now. Raises NotWritable.

    The panel's step that ends a phase waits for it, and so does the one that records the conclusion.
    """
    panels = models.Panel.objects.select_for_update(of=("self",), no_key=True)
    panel = panels.filter(pk=case.panel_id).first() if case.panel_id else None
    held = models.Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    case.panel, case.concluded_at = panel, held.concluded_at
    if right not in rights_on(case, seat) or is_concluded(case):
        raise NotWritable
    return case


def is_concluded(case: "models.Case") -> bool:
    """Whether what the members signed is recorded: from then on nothing of the case changes."""
    return case.concluded_at is not None


def is_open(case: "models.Case", sheet: "models.Sheet") -> bool:
    """Whether the member may write: until he submits, and in the meeting a second version."""
    if case.panel is None or is_concluded(case) or not allows(case.panel.state, Part.MEMBER, Right.WRITES):
        return False
    return sheet.submitted_at is None or in_meeting(case)


def in_meeting(case: "models.Case") -> bool:
    return case.panel is not None and allows(case.panel.state, Part.MEMBER, Right.OTHERS | Right.WRITES)


def save(case: "models.Case", content: Mapping[str, Any], *, base: int, seat: Membership | None) -> Saved | Conflict:
    """Save one's own sheet grown from version ``base``; a stale one changes nothing and gives both texts back.

    The same content again, an answer that was lost on its way say, is the receipt of the first save.
    """
    with transaction.atomic():
        sheet = _lock_own(case, seat)
        mine = dict(content)
        same = sheet.content == mine
        if sheet.version != base and not same:
            return Conflict(sheet, mine)
        if not same or sheet.version == 0:
            sheet.content, sheet.version, sheet.saved_at = mine, sheet.version + 1, clock.now()
            sheet.save()
    return Saved(sheet)


def _lock_own(case: "models.Case", seat: Membership | None) -> "models.Sheet":
    """One's own sheet under the case's lock, where it may be written. Raises NotWritable."""
    hold(case, seat, Right.WRITES)
    member = member_for(case, seat)
    if member is None:
        raise NotWritable
    sheet = sheet_of(case, member)
    if not is_open(case, sheet):
        raise NotWritable
    return sheet


def lacking(content: Mapping[str, Any], aspects: Iterable[Aspect]) -> list[Lacking]:
    """What must be there before a sheet is submitted: an opinion on each aspect, or that one does not know it."""
    found = []
    for aspect in aspects:
        said = content.get(aspect.key) or {}
        if not said.get("opinion", "").strip() and not said.get("unfamiliar"):
            found.append(Lacking(f"“{aspect.label}”还没有意见；不熟悉的请勾选“不熟悉此项”", f"id_{aspect.key}_opinion"))
        if not _is_score(said.get("score")):
            found.append(Lacking(f"“{aspect.label}”的分数应为 0 至 100 的整数，也可以不打分", f"id_{aspect.key}_score"))
    if not str(content.get(OVERALL, "")).strip():
        found.append(Lacking("还没有写总体意见", f"id_{OVERALL}"))
    return found


def _is_score(score: Any) -> bool:
    return score is None or (type(score) is int and LOWEST <= score <= HIGHEST)


def submit(case: "models.Case", *, shown: int, reason: str, seat: Membership | None) -> "models.SheetState":
    """Submit one's own sheet as it was shown; at the meeting with a reason. Raises NotWritable, NotSubmittedError."""
    with transaction.atomic():
        sheet = _lock_own(case, seat)
        if sheet.version != shown:
            raise NotSubmittedError("这张意见表在您打开本页之后又有保存，请看清之后再提交。")
        if found := lacking(sheet.content, case.asked_on):
            raise NotSubmittedError("；".join(each.sentence for each in found) + "。")
        last = sheet.states.last()
        if last is not None and in_meeting(case) and last.digest == digest(sheet.content):
            raise NotSubmittedError("意见与上次提交的相同，没有需要提交的改动。")
        if in_meeting(case) and not reason.strip():
            raise NotSubmittedError("会议期间提交或修改意见，请写明理由。")
        return _freeze(sheet, last, reason.strip())


def _freeze(sheet: "models.Sheet", last: "models.SheetState | None", reason: str) -> "models.SheetState":
    from .concluding import renew

    sheet.submitted_at = clock.now()
    sheet.save(update_fields=["submitted_at"])
    if not reason and last is not None:
        reason = f"经办退回：{sheet.return_reason}"
    state = models.SheetState.objects.create(
        sheet=sheet,
        number=last.number + 1 if last else 1,
        content=sheet.content,
        digest=digest(sheet.content),
        reason=reason,
        at=sheet.submitted_at,
    )
    renew(sheet.case)
    return state


def give_back(sheet: "models.Sheet", reason: str, seat: Membership | None) -> None:
    """Open a submitted sheet to its member again; what he submitted is kept. Raises NotWritable."""
    with transaction.atomic():
        hold(sheet.case, seat, Right.RETURNS)
        locked = models.Sheet.objects.get(pk=sheet.pk)
        if locked.submitted_at is None:
            raise NotWritable
        locked.submitted_at, locked.returned_at, locked.return_reason = None, clock.now(), reason
        locked.save(update_fields=["submitted_at", "returned_at", "return_reason"])
        title, body = f"{sheet.case}：评审意见退回", f"请修改后再次提交。退回理由：{reason}"
        person = locked.member.expert.person_id
        tell_of(reverse("reviews:review", args=[sheet.case_id]), {person}, title, body, at=clock.now())
