"""How far a panel's work is: who has submitted, who has signed, what was visited; no word of any opinion."""

from typing import Any

from organisations.models import Membership

from . import models
from .concluding import conclusion_of, standing, unsigned
from .phases import Right, rights
from .procedure.panel import PanelState
from .queries import members_of_panel, part_of
from .sheets import is_concluded


def progress_of(panel: "models.Panel", seat: Membership) -> dict[str, Any]:
    may = rights(panel.state, part_of(panel, seat))
    members = members_of_panel(panel.pk)
    cases = list(panel.cases.select_related("version").prefetch_related("visits"))
    rows = models.Sheet.objects.filter(case__in=cases, member__in=members).defer("content")
    sheets = {(sheet.case_id, sheet.member_id): sheet for sheet in rows}
    closed = panel.state not in (PanelState.COMPOSING, PanelState.INVITING, PanelState.REVIEWING)
    return {
        "panel": panel,
        "members": members,
        "cases": [_of_case(case, members, sheets, met=closed) for case in cases],
        "may_return": Right.RETURNS in may,
        "may_record": Right.RECORDS in may,
        "may_excuse": Right.EXCUSES in may,
        "may_meet": Right.SPREAD in may,
    }


def _of_case(case: "models.Case", members: Any, sheets: dict[Any, Any], *, met: bool) -> dict[str, Any]:
    found = [(member, sheets.get((case.pk, member.pk))) for member in members]
    conclusion = conclusion_of(case) if met else None
    return {
        "case": case,
        "rows": found,
        "submitted": sum(bool(sheet and sheet.submitted_at) for _, sheet in found),
        "conclusion": conclusion,
        "standing": standing(case) if conclusion else [],
        "concluded": is_concluded(case),
    }


# For whom a panel waits


def awaited(panel: "models.Panel") -> list[str]:
    """The experts, as long as an answer, an opinion or a signature is theirs to give; else nobody beside the steps."""
    return [words] if (words := _AWAITED.get(panel.state, _nobody)(panel)) else []


def _unanswered(panel: "models.Panel") -> str:
    answer = models.Member.Answer.WAITING
    count = panel.members.filter(out_at__isnull=True, invited_at__isnull=False, answer=answer).count()
    return f"受邀专家（还有 {count} 位没有答复）" if count else ""


def _unsubmitted(panel: "models.Panel") -> str:
    members = {member.pk for member in members_of_panel(panel.pk)}
    sheets = models.Sheet.objects.filter(case__panel=panel, member__in=members, submitted_at__isnull=False)
    wanted = len(members) * panel.cases.count()
    given = sheets.count()
    return f"评审专家（评审表 {given}/{wanted} 份已提交）" if given < wanted else ""


def _unsigned(panel: "models.Panel") -> str:
    open_cases = panel.cases.filter(concluded_at=None).select_related("version")
    count = sum(conclusion_of(case) is None or bool(unsigned(case)) for case in open_cases)
    return f"评审专家（还有 {count} 件没有形成经签署的评审意见）" if count else ""


def _nobody(panel: "models.Panel") -> str:
    return ""


_AWAITED = {
    PanelState.INVITING: _unanswered,
    PanelState.REVIEWING: _unsubmitted,
    PanelState.MEETING: _unsigned,
}
