"""What the case page shows of a change, and who may ask for one (办法35)."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from assessments.changing import items_of, part_of
from assessments.entry import Beginning, Entry, Files
from assessments.forms import ChangeFilesForm
from assessments.models import Change, ChangeFile
from assessments.procedure.change import ChangeState as S
from assessments.queries.changes import files_visible_to, visible_to, waiting_for
from assessments.renaming import to_rename
from bases.models import Base
from bases.procedure.changing import CHANGEABLE
from bases.procedure.people import SUPERVISOR
from notices.publishing import objections_to
from notices.queries import inquiries_about
from organisations.deciding import SAC
from organisations.models import Membership, Role
from organisations.tabs import Tab
from procedure.conditions import conditions
from procedure.rulebook import MEASURES_2023

TABS = {
    "request": Tab("变更事项", "assessments/change_tab_request.html"),
    "conditions": Tab("承担条件", "assessments/change_tab_conditions.html", there=lambda change: change.host_id),
    "files": Tab("材料", "assessments/change_tab_files.html"),
    "publicity": Tab("公示和异议", "assessments/change_tab_publicity.html"),
}


def context(name: str, change: Change, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"change": change} | _BUILDERS[name](change, seat)


def _request(change: Change, seat: Membership) -> dict[str, Any]:
    return {"base": change.base}


def _conditions(change: Change, seat: Membership) -> dict[str, Any]:
    answers = {answer.key: answer for answer in change.answers.all()}
    asked = conditions(MEASURES_2023.key, change.base.kind, type_lists=False)
    proofs = change.files.filter(part=ChangeFile.Part.ANSWER).select_related("file")
    return {"answers": [(each, answers.get(each.key)) for each in asked] if answers else [], "proofs": proofs}


def _files(change: Change, seat: Membership) -> dict[str, Any]:
    part = part_of(change, seat)
    form = ChangeFilesForm(with_letter=part == ChangeFile.Part.REQUEST) if part else None
    return {"files": change.files.select_related("file"), "files_form": form}


def _publicity(change: Change, seat: Membership) -> dict[str, Any]:
    items = list(items_of(change))
    rows = change.items.select_related("item__notice").prefetch_related("item__outcomes")
    return {
        "items": [(row.item, list(row.item.outcomes.all())) for row in rows],
        "objections": list(objections_to(items)) if seat.role in SAC else [],
        "inquiries": [] if seat.role in SAC else inquiries_about(items, seat).filter(unit_id=seat.unit_id),
    }


_BUILDERS = {"request": _request, "conditions": _conditions, "files": _files, "publicity": _publicity}


def begins(base: Base, seat: Membership) -> list[Beginning]:
    """Asking is the supervisor's alone, as long as there is something to change; a mere renaming SAC records."""
    if seat.role == Role.SAC_OFFICER and to_rename(base):
        return [Beginning("登记承担单位更名", reverse("assessments:host_renamed", args=[base.pk]))]
    if base.state not in CHANGEABLE or not SUPERVISOR.allows(base, seat):
        return []
    return [Beginning("申请变更名称、承担单位等", reverse("assessments:change_asked", args=[base.pk]))]


ENTRY = Entry(
    "change", visible_to, TABS, context,
    turns={
        S.ANSWERING: {Role.SUBMITTER: "逐条说明承担条件"},
        S.EXAMINING: {Role.SAC_OFFICER: "审查变更申请"},
        S.RETURNED: {Role.RECOMMENDER_OFFICER: "补正变更申请"},
        S.DECISION: {Role.SAC_OFFICER: "决定是否同意变更"},
    },
    rests=(S.PUBLICITY,), waiting=waiting_for, begins=begins,
    files=(Files(files_visible_to, "change", "assessments:change_file"),),
    related=("base__region", "base__sector", "base__organiser", "asked_by", "host", "item__notice", "decision"),
)  # fmt: skip
