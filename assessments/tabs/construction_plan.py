"""What pages show of a construction plan with its deviations, and whose turn it is (指南三（六）)."""

from collections.abc import Mapping
from typing import Any

from assessments.beginning import beginning
from assessments.entry import Beginning, Entry
from assessments.models import ConstructionPlan
from assessments.procedure.construction_plan import ConstructionPlanState as S
from assessments.queries.construction_plans import visible_to
from bases.models import Base
from bases.procedure import IN_BUILD
from bases.procedure.building import PLAN
from organisations.models import Membership, Role
from organisations.tabs import Tab

from . import filled

TABS = {"report": Tab("方案", "assessments/tab_plan_of_build.html")}


def context(name: str, row: ConstructionPlan, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    """With the deviations of earlier filings too."""
    return filled.context(name, row, seat, asked) | {"deviations": row.deviations.select_related("entry")}


def begins(base: Base, seat: Membership) -> list[Beginning]:
    """As long as there is none."""
    if base.state not in IN_BUILD or ConstructionPlan.objects.filter(base=base).exists():
        return []
    return beginning(ConstructionPlan(base=base), base, "assessments:plan_begun", seat)


_DRAFTING: dict[str, str] = {
    Role.PREPARER: "起草建设方案", Role.SUBMITTER: "起草建设方案", Role.ORGANISER_OFFICER: "起草并报送建设方案",
}  # fmt: skip
ENTRY = Entry(
    "construction_plan", visible_to, TABS, context,
    turns={
        S.DRAFT: _DRAFTING,
        S.RETURNED: {**_DRAFTING, Role.ORGANISER_OFFICER: "修改并再次报送建设方案"},
        S.FILED: {Role.SAC_OFFICER: "审核建设方案，逐项决定偏离"},
    },
    answers=(PLAN,), files=filled.files_of("constructionplan"), begins=begins, related=filled.RELATED,
)  # fmt: skip
