"""What waits for an expert and what he has done: his own cases by what is to be done with them."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from organisations.models import Membership

from . import models
from .concluding import conclusion_of, valid_signatures
from .procedure.panel import PanelState
from .queries import cases_of, invitations_of, members_in
from .sheets import is_concluded


@dataclass(frozen=True)
class Item:
    """One case on the desk: in what group, and where its page is."""

    case: "models.Case"
    sheet: "models.Sheet | None"
    group: str
    word: str
    url: str


def desk_of(seat: Membership) -> dict[str, Any]:
    items = items_of(seat)
    groups = {name: [each for each in items if each.group == name] for name in ("write", "sign", "handed", "done")}
    invitations = [(each, _invitation_url(each)) for each in invitations_of(seat)]
    return groups | {"invitations": invitations, "nothing": not items and not invitations}


def items_of(seat: Membership) -> list[Item]:
    """The seat's cases, the earliest end first."""
    cases = list(cases_of(seat).order_by("panel__opinions_by", "created_at"))
    members: dict[Any, models.Member] = {each.panel_id: each for each in members_in(seat)}
    own = models.Sheet.objects.filter(case__in=cases, member__in=members.values())
    sheets = {sheet.case_id: sheet for sheet in own}
    return [_item(case, members[case.panel_id], sheets.get(case.pk)) for case in cases]


def waiting(seat: Membership) -> int:
    """How many of the desk's matters wait for this person."""
    return invitations_of(seat).count() + sum(each.group in ("write", "sign") for each in items_of(seat))


def _item(case: "models.Case", member: "models.Member", sheet: "models.Sheet | None") -> Item:
    page, meeting = reverse("reviews:review", args=[case.pk]), reverse("reviews:meeting", args=[case.pk])
    assert case.panel is not None
    if case.panel.state == PanelState.REVIEWING:
        if sheet is not None and sheet.submitted_at:
            return Item(case, sheet, "handed", "看自己的意见", page)
        return Item(case, sheet, "write", "继续填写" if sheet else "开始评审", page)
    if case.panel.state == PanelState.MEETING and not is_concluded(case):
        conclusion = conclusion_of(case)
        if conclusion is not None and member.pk not in valid_signatures(case, conclusion):
            return Item(case, sheet, "sign", "看结论并签名", reverse("reviews:sign", args=[case.pk]))
        return Item(case, sheet, "handed", "会议评议", meeting)
    return Item(case, sheet, "done", "看评审意见", reverse("reviews:opinion", args=[case.pk]))


def _invitation_url(member: "models.Member") -> str:
    """The page of the invitation; where there is none, the list says at least that there is one."""
    try:
        return reverse("reviews:invitation", args=[member.pk])
    except NoReverseMatch:
        return ""
