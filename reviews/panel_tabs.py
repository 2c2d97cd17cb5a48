"""What the case page shows of a panel, to SAC alone: members, cases, draws."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from organisations.deciding import SAC
from organisations.models import Membership, Role
from organisations.tabs import Tab
from procedure import clock

from . import avoiding, composing, inviting, models
from .draw.walk import Outcome
from .procedure.panel import PanelState

TABS = {
    "members": Tab("成员", "reviews/panel_tab_members.html"),
    "cases": Tab("评审事项", "reviews/panel_tab_cases.html"),
    "draws": Tab("抽取", "reviews/panel_tab_draws.html"),
}
_OPEN = (PanelState.COMPOSING, PanelState.INVITING)


def visible_to(seat: Membership | None) -> "QuerySet[models.Panel]":
    """Experts have pages of their own."""
    rows = models.Panel.objects.all()
    return rows if seat is not None and seat.role in SAC else rows.none()


def context(name: str, panel: "models.Panel", seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    keeps = seat.role == Role.SAC_OFFICER and panel.state in _OPEN
    chairs = seat.role == Role.SAC_OFFICER and panel.state in inviting.CHAIRED
    return {"panel": panel, "seat": seat, "keeps": keeps, "chairs": chairs} | _BUILDERS[name](panel)


def _members(panel: "models.Panel") -> dict[str, Any]:
    rows = list(panel.members.select_related("expert__region", "draw").order_by("seat", "pk"))
    there = [each for each in rows if each.out_at is None]
    why = {member.pk: reason for member, reason in avoiding.members_in_conflict(panel)} if panel.state in _OPEN else {}
    no_account = set(composing.without_account(there)) if panel.state in _OPEN else set()
    gone = [each for each in rows if each.out_at is not None]
    counts = Counter(each.get_out_display() for each in gone)
    return {
        "there": [
            {
                "member": each,
                "why": why.get(each.pk, ""),
                "no_account": each.expert.name in no_account,
                "silent": inviting.is_silent(_within(each, panel)),
            }
            for each in there
        ],
        "gone": gone,
        "counts": sorted(counts.items()),
        "free": composing.free_seats(panel),
        "alternates": _alternates(panel, rows),
        "unsettled": composing.is_unsettled(panel),
        "inviting": panel.state == PanelState.INVITING,
        "today": clock.today(),
    }


def _within(member: "models.Member", panel: "models.Panel") -> "models.Member":
    member.panel = panel
    return member


def _alternates(panel: "models.Panel", rows: "list[models.Member]") -> "list[dict[str, Any]]":
    """The alternates of the draw that holds, in their order, and who of them was called."""
    draw = panel.draws.filter(voided_at__isnull=True, drawn_at__isnull=False).first()
    if draw is None:
        return []
    listed = [row for row in draw.result["walk"] if row["outcome"] == Outcome.ALTERNATE]
    people = {str(each.pk): each for each in models.Expert.objects.filter(pk__in=[row["id"] for row in listed])}
    called = {str(each.expert_id) for each in rows if each.draw_id == draw.pk}
    return [
        {"number": row["number"], "expert": people[row["id"]], "called": row["id"] in called}
        for row in sorted(listed, key=lambda row: row["number"])
    ]


def _cases(panel: "models.Panel") -> dict[str, Any]:
    cases = list(panel.cases.select_related("version"))
    pages = [(case, case.of_kind.page(case)) for case in cases]
    return {"cases": pages, "units": avoiding.units_of(panel), "terms": composing.terms(panel)}


def _draws(panel: "models.Panel") -> dict[str, Any]:
    draws = list(panel.draws.prefetch_related("contributions"))
    valid = any(each.voided_at is None for each in draws)
    return {"draws": draws, "may_draw": not valid and panel.method == models.Panel.Method.DRAW}


_BUILDERS = {"members": _members, "cases": _cases, "draws": _draws}
