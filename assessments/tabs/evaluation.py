"""What the case page shows of an evaluation, and who may begin one (办法32, 33)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from assessments import dossiers, models
from assessments.beginning import beginning
from assessments.entry import Beginning, Entry, Files
from assessments.evaluating import phase_of
from assessments.forms import EvaluationFindingForm
from assessments.models import Evaluation
from assessments.procedure.evaluation import EvaluationState as S
from assessments.procedure.evaluation import asked_early_of
from assessments.queries.evaluations import files_visible_to, visible_to
from bases.models import Base
from bases.procedure import BaseState
from bases.procedure.people import ORGANISER
from organisations.deciding import SAC
from organisations.models import Membership, Role
from organisations.tabs import Tab
from procedure.reckoning import beijing_day
from reviews.concluding import conclusion_of

from . import filled

TABS = {
    "steps": Tab("三个阶段", "assessments/evaluation_tab_steps.html"),
    # Until it is filed it is the host's alone, who writes it from the first tab.
    "material": Tab("评估材料", "assessments/tab_dossier.html", there=lambda row: row.state != S.PREPARING),
    "findings": Tab("审查和核查", "assessments/evaluation_tab_findings.html", readers=SAC),
    "report": Tab("评估结果", "assessments/evaluation_tab_report.html", there=lambda row: row.decision_id),
}


def context(name: str, evaluation: Evaluation, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    if name == "material":
        return filled.context(name, evaluation, seat, asked)
    return {"evaluation": evaluation, "base": evaluation.base} | _BUILDERS[name](evaluation, seat)


_ORDER = (S.PREPARING, S.MATERIAL, S.ON_SITE, S.OVERALL)


def _steps(evaluation: Evaluation, seat: Membership) -> dict[str, Any]:
    """The three of the law in their order, and where the evaluation stands among them."""
    here = _ORDER.index(S(evaluation.state)) if evaluation.state in _ORDER else len(_ORDER)
    rows = [
        (str(S(state).label), "done" if place < here else "now" if place == here else "todo")
        for place, state in enumerate(_ORDER)
    ]
    return {
        "rows": rows,
        "case": evaluation.case if seat.role in SAC else None,
        "cited": [each | {"day": date.fromisoformat(each["day"])} for each in evaluation.cited],
        "may_write": dossiers.may_write(evaluation.dossier, seat),
        "may_record": seat.role == Role.SAC_OFFICER and phase_of(evaluation),
    }


def _findings(evaluation: Evaluation, seat: Membership) -> dict[str, Any]:
    may = seat.role == Role.SAC_OFFICER and phase_of(evaluation)
    since = beijing_day(evaluation.begun_at)
    return {
        "findings": evaluation.findings.prefetch_related("files__file"),
        "entrusted": evaluation.base.findings.filter(at__gte=evaluation.begun_at).prefetch_related("files__file"),
        "form": EvaluationFindingForm(not_before=since) if may else None,
        "phase": evaluation.state_label,
    }


def _report(evaluation: Evaluation, seat: Membership) -> dict[str, Any]:
    evaluation.copies.note_opened(seat)
    assert evaluation.case is not None
    return {"conclusion": conclusion_of(evaluation.case), "copies": evaluation.copies.select_related("unit")}


_BUILDERS = {"steps": _steps, "findings": _findings, "report": _report}


def begins(base: Base, seat: Membership) -> list[Beginning]:
    """SAC begins it; in the year of 整改 the organiser may ask that it be sooner."""
    again = base.state == BaseState.REMEDIATION
    if not again and base.state != BaseState.OPERATING:
        return []
    if again and ORGANISER.allows(base, seat) and not asked_early_of(base):
        return [Beginning("申请提前再次评估", reverse("assessments:evaluation_early", args=[base.pk]))]
    row = models.Evaluation(base=base, is_again=again)
    label = "启动再次评估" if again else "启动定期评估"
    return beginning(row, base, "assessments:evaluation_begun", seat, label=label)


ENTRY = Entry(
    "evaluation", visible_to, TABS, context,
    turns={
        S.PREPARING: {Role.PREPARER: "填写评估材料", Role.SUBMITTER: "报送评估材料"},
        S.MATERIAL: {Role.SAC_OFFICER: "审查评估材料"},
        S.ON_SITE: {Role.SAC_OFFICER: "组织现场核查"},
        S.OVERALL: {Role.SAC_OFFICER: "组织综合评议，记录结果"},
    },
    files=(
        *filled.files_of("evaluation"),
        Files(files_visible_to, "finding__evaluation", "assessments:evaluation_file"),
    ),
    begins=begins,
    answers=("evaluation", "remediation"),
    related=("base__region", "base__sector", "base__organiser", "dossier", "case", "decision"),
)  # fmt: skip
