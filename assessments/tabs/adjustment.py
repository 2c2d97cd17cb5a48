"""What the case page shows of an adjustment (办法34)."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from assessments.entry import Beginning, Entry, Files
from assessments.forms import ExpertAssessmentForm
from assessments.models import Adjustment
from assessments.procedure.adjustment import AdjustmentState as S
from assessments.queries.adjustments import assessments_visible_to, visible_to
from bases.models import Base
from bases.procedure.changing import CHANGEABLE
from organisations.deciding import SAC
from organisations.models import Membership, Role
from organisations.tabs import Tab

TABS = {
    "what": Tab("调整事项", "assessments/adjustment_tab_what.html"),
    "experts": Tab("专家评估", "assessments/adjustment_tab_experts.html", readers=SAC),
}


def context(name: str, adjustment: Adjustment, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    may = seat.role == Role.SAC_OFFICER and adjustment.state == S.DRAFT
    return {
        "adjustment": adjustment, "base": adjustment.base,
        "assessments": adjustment.assessments.select_related("file") if name == "experts" else (),
        "form": ExpertAssessmentForm() if may and name == "experts" else None,
    }  # fmt: skip


def begins(base: Base, seat: Membership) -> list[Beginning]:
    if seat.role != Role.SAC_OFFICER or base.state not in CHANGEABLE:
        return []
    return [Beginning("拟定调整", reverse("assessments:adjustment_drafted", args=[base.pk]))]


ENTRY = Entry(
    "adjustment", visible_to, TABS, context,
    turns={S.DRAFT: {Role.SAC_OFFICER: "记录专家评估，提请调整"}},
    files=(Files(assessments_visible_to, "adjustment", "assessments:adjustment_file"),), begins=begins,
    related=("base__region", "base__sector", "base__organiser", "decision"),
)  # fmt: skip
