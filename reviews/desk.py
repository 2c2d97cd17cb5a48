"""What waits for an expert and what he has done: his own cases by what is to be done with them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from organisations.models import Membership
from procedure.asked import moment_and_key

from . import models
from .concluding import conclusion_of, valid_signatures
from .procedure.panel import PanelState
from .queries import cases_of, invitations_of, members_in
from .sheets import is_concluded

SIZE = 25


@dataclass(frozen=True)
class Item:
    """One case on the desk: in what group, and where its page is."""

    case: "models.Case"
    sheet: "models.Sheet | None"
    group: str
    word: str
    url: str


def desk_of(seat: Membership, after: str = "") -> dict[str, Any]:
    """All that is open, and a page of what is done, which goes on behind the key ``after``."""
    items, (done, following) = items_of(seat), done_by(seat, after)
    groups = {name: [each for each in items if each.group == name] for name in ("write", "sign", "handed")}
    invitations = [(each, _invitation_url(each)) for each in invitations_of(seat)]
    nothing = not (items or done or invitations)
    return groups | {"done": done, "following": following, "invitations": invitations, "nothing": nothing}


def items_of(seat: Membership) -> list[Item]:
    """The seat's cases that are not concluded, the earliest end first."""
    return _items(seat, cases_of(seat).filter(concluded_at=None).order_by("panel__opinions_by", "created_at"))


def done_by(seat: Membership, after: str) -> tuple[list[Item], str]:
    """A page of the concluded cases, the latest first, and the key of the next page."""
    rows = cases_of(seat).filter(concluded_at__isnull=False)
    if found := moment_and_key(after):
        at, pk = found
        rows = rows.filter(Q(concluded_at__lt=at) | Q(concluded_at=at, pk__lt=pk))
    items = _items(seat, rows.order_by("-concluded_at", "-pk")[: SIZE + 1])
    last = items[SIZE - 1].case if len(items) > SIZE else None
    return items[:SIZE], f"{last.concluded_at.isoformat()}~{last.pk}" if last and last.concluded_at else ""


def _items(seat: Membership, rows: "QuerySet[models.Case]") -> list[Item]:
    cases = list(rows)
    mine = members_in(seat).filter(panel__in={case.panel_id for case in cases})
    members: dict[Any, models.Member] = {each.panel_id: each for each in mine}
    own = models.Sheet.objects.filter(case__in=cases, member__in=members.values())
    sheets = {sheet.case_id: sheet for sheet in own}
    return [_item(case, members[case.panel_id], sheets.get(case.pk)) for case in cases]


def _item(case: "models.Case", member: "models.Member", sheet: "models.Sheet | None") -> Item:
    page, meeting = reverse("reviews:review", args=[case.pk]), reverse("reviews:meeting", args=[case.pk])
    assert case.panel is not None
    if case.panel.state == PanelState.REVIEWING:
        if sheet is not None and sheet.submitted_at:
            return Item(case, sheet, "handed", "看自己的意见", page)
        return Item(case, sheet, "write", "继续填写" if sheet else "开始评审", page)
    if is_concluded(case):
        return Item(case, sheet, "done", "看评审意见", reverse("reviews:opinion", args=[case.pk]))
    conclusion = conclusion_of(case)
    if conclusion is not None and member.pk not in valid_signatures(case, conclusion):
        return Item(case, sheet, "sign", "看结论并签名", reverse("reviews:sign", args=[case.pk]))
    return Item(case, sheet, "handed", "会议评议", meeting)


def _invitation_url(member: "models.Member") -> str:
    """The page of the invitation; where there is none, the list says at least that there is one."""
    try:
        return reverse("reviews:invitation", args=[member.pk])
    except NoReverseMatch:
        return ""
