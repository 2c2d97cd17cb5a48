"""What the case page shows of an annual assessment: the version that holds, its deliveries, and what stood before."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from assessments.assessing import unopened_by
from assessments.enclosing import may_add
from assessments.entry import Beginning, Entry, Files
from assessments.forms import FilesForm
from assessments.models import AnnualAssessment
from assessments.procedure.annual_assessment import STANDING
from assessments.queries.operating import (
    assessment_files_visible_to,
    assessments_visible_to,
    deliveries_of,
    years_to_assess,
)
from bases.models import Base
from bases.procedure import ESTABLISHED
from bases.procedure.people import ORGANISER
from organisations.models import Membership, Role
from organisations.tabs import Tab

TABS = {
    "result": Tab("考核结果", "assessments/tab_assessment.html"),
    "files": Tab("材料", "assessments/tab_enclosures.html"),
}


def context(name: str, row: AnnualAssessment, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"row": row, "seat": seat} | _BUILDERS[name](row, seat)


def _result(row: AnnualAssessment, seat: Membership) -> dict[str, Any]:
    *earlier, current = row.versions.all()
    inspects = seat.role == Role.SAC_OFFICER and row.is_standing and row.base.state in ESTABLISHED
    return {
        "current": current,
        "earlier": earlier[::-1],
        "deliveries": deliveries_of(row).order_by("-version__number", "to"),
        "unopened": unopened_by(row, seat).exists(),
        "may_inspect": inspects,
    }


def _files(row: AnnualAssessment, seat: Membership) -> dict[str, Any]:
    return {
        "groups": [("考核材料", list(row.files.select_related("file")))],
        "file_url": "assessments:assessment_file",
        "files_form": FilesForm() if may_add(row, seat) else None,
    }


def begins(base: Base, seat: Membership) -> list[Beginning]:
    if base.state not in ESTABLISHED or not ORGANISER.allows(base, seat) or not years_to_assess(base):
        return []
    return [Beginning("报送年度考核结果", reverse("assessments:assessment_new", args=[base.pk]))]


_BUILDERS = {"result": _result, "files": _files}

ENTRY = Entry(
    "annual_assessment", assessments_visible_to, TABS, context,
    # It is delivered as it is born; only a mistake leads on from there.
    rests=STANDING, about="year", begins=begins,
    files=(Files(assessment_files_visible_to, "row", "assessments:assessment_file"),),
)  # fmt: skip
