"""What the page of a delegation shows, tab by tab."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from assessments.beginning import beginning
from assessments.delegating import bases_of, is_organiser_too
from assessments.entry import Beginning, Entry
from assessments.models import Delegation
from assessments.procedure.delegation import DelegationState
from assessments.procedure.people import DELEGATE
from assessments.queries.delegations import reads_findings, visible_to
from bases.models import Base
from bases.procedure import ESTABLISHED, IN_BUILD
from organisations.deciding import SAC
from organisations.models import Membership, Role
from organisations.tabs import Tab

TABS = {
    "facts": Tab("委托内容", "assessments/tab_delegation.html"),
    "findings": Tab("核查情况", "assessments/tab_findings.html"),
}


def context(name: str, delegation: Delegation, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"delegation": delegation} | _BUILDERS[name](delegation, seat)


def _facts(delegation: Delegation, seat: Membership) -> dict[str, Any]:
    return {"bases": [(base, is_organiser_too(base, delegation)) for base in bases_of(delegation)]}


def _findings(delegation: Delegation, seat: Membership) -> dict[str, Any]:
    rows = delegation.findings.select_related("base").prefetch_related("files__file")
    may = delegation.state == DelegationState.IN_FORCE and DELEGATE.allows(delegation, seat)
    reads = reads_findings(delegation, seat)
    return {"findings": list(rows) if reads else [], "reads": reads, "may_record": may}


_BUILDERS = {"facts": _facts, "findings": _findings}


def begins(base: Base, seat: Membership) -> list[Beginning]:
    """Of a delegation that names nobody yet nothing can be asked."""
    if base.state not in (*IN_BUILD, *ESTABLISHED):
        return []
    return beginning(Delegation(), base, "assessments:delegation_drafted", seat, ask=False)


def _waiting(seat: Membership | None) -> QuerySet[Delegation]:
    """SAC's own drafts, and what a department is entrusted with; those whose bases it is about only read of it."""
    rows = visible_to(seat)
    return rows if seat is None or seat.role in SAC else rows.filter(delegate=seat.unit_id)


ENTRY = Entry(
    "delegation", visible_to, TABS, context,
    turns={
        DelegationState.DRAFT: {Role.SAC_OFFICER: "提请委托，或者作废"},
        DelegationState.IN_FORCE: {Role.ORGANISER_OFFICER: "按委托办理，记录核查情况"},
    },
    parts={Role.ORGANISER_OFFICER: "受托单位"},
    waiting=_waiting, begins=begins, pages={"record_finding": "assessments:finding"}, related=("delegate",),
)  # fmt: skip
