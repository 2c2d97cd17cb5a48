"""What pages show of an acceptance: the application, its copies, the opinion; and whose turn it is (办法19, 21)."""

from collections.abc import Mapping
from typing import Any

from assessments import applying
from assessments.beginning import beginning
from assessments.entry import Beginning, Entry, Files
from assessments.models import Acceptance
from assessments.procedure.acceptance import AcceptanceState
from assessments.queries.acceptances import acceptances_visible_to, files_visible_to
from bases.models import Base
from bases.procedure import BaseState
from organisations.models import Membership, Role
from organisations.tabs import Tab
from reviews.phases import Right
from reviews.pointing import numbered_points
from reviews.queries import rights_on

TABS = {
    "application": Tab("验收申请", "assessments/tab_acceptance.html"),
    "opinion": Tab("验收意见", "assessments/tab_acceptance_opinion.html"),
}
BEGINS_IN = (BaseState.BUILDING, BaseState.RECTIFYING)


def context(name: str, acceptance: Acceptance, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    acceptance.copies.note_opened(seat)
    return {"acceptance": acceptance, "base": acceptance.base, "seat": seat} | _BUILDERS[name](acceptance, seat)


def _application(acceptance: Acceptance, seat: Membership) -> dict[str, Any]:
    return {
        "files": list(acceptance.files.filter(removed_at=None).select_related("file")),
        "copies": list(acceptance.copies.select_related("unit")),
        "check": acceptance.self_check,
        "writes": applying.writes(acceptance, seat),
    }


def _opinion(acceptance: Acceptance, seat: Membership) -> dict[str, Any]:
    """The opinion once it is recorded, never a single expert's; before that SAC's people find the ways to the panel."""
    case = acceptance.case
    if case is None:
        return {"case": None}
    rights, recorded = rights_on(case, seat), acceptance.opinion_on is not None
    found = getattr(case, "conclusion", None)
    shown = found if found is not None and (recorded or Right.CONCLUSION in rights) else None
    return {
        "case": case,
        "conclusion": shown,
        "points": numbered_points(case, shown.points) if shown else [],
        "visits": list(case.visits.all()) if recorded or Right.MEMBERS in rights else [],
        "printed": recorded and case.prints.filter(file__isnull=False).exists(),
        "is_officer": seat.role == Role.SAC_OFFICER,
        "is_sac": Right.MEMBERS in rights,
        "may_meet": Right.SPREAD in rights,
    }


_BUILDERS = {"application": _application, "opinion": _opinion}


def begins(base: Base, seat: Membership) -> list[Beginning]:
    if base.state not in BEGINS_IN:
        return []
    return beginning(Acceptance(base=base), base, "assessments:acceptance_drafted", seat)


ENTRY = Entry(
    "acceptance", acceptances_visible_to, TABS, context,
    turns={
        AcceptanceState.DRAFT: {Role.ORGANISER_OFFICER: "写好并提出验收申请"},
        AcceptanceState.FILED: {Role.SAC_OFFICER: "受理验收申请"},
        AcceptanceState.RETURNED: {Role.ORGANISER_OFFICER: "补正后报送验收申请"},
        AcceptanceState.ACCEPTED: {Role.SAC_OFFICER: "组织专家验收，记录验收意见"},
    },
    files=(Files(files_visible_to, "acceptance", "assessments:acceptance_file"),),
    begins=begins,
    related=("base__region", "base__sector", "base__organiser", "self_check", "case__panel"),
)  # fmt: skip
