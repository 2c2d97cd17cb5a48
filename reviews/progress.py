"""How far a panel's work is: who has submitted, who has signed, what was visited; no word of any opinion."""

from typing import Any

from organisations.models import Membership

from . import models
from .concluding import conclusion_of, standing
from .phases import Right, rights
from .procedure.panel import PanelState
from .queries import members_of_panel, part_of
from .sheets import is_concluded


def progress_of(panel: "models.Panel", seat: Membership) -> dict[str, Any]:
    may = rights(panel.state, part_of(panel, seat))
    members = members_of_panel(panel.pk)
    cases = list(panel.cases.select_related("review", "version").prefetch_related("visits"))
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
