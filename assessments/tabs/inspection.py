"""What the case page shows of an inspection: ground, visits, findings, each follow-up with what was said of it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from assessments.enclosing import may_add
from assessments.entry import Beginning, Entry, Files
from assessments.forms import FilesForm
from assessments.models import Inspection
from assessments.procedure.inspection import InspectionState as S
from assessments.queries.operating import inspection_files_visible_to, inspections_visible_to, inspections_waiting
from bases.models import Base
from bases.procedure import ESTABLISHED
from bases.procedure.people import SAC_OFFICER
from organisations.models import Membership, Role
from organisations.tabs import Tab

TABS = {
    "facts": Tab("检查和整改", "assessments/tab_inspection.html"),
    "files": Tab("材料", "assessments/tab_enclosures.html"),
}


def context(name: str, row: Inspection, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"row": row, "seat": seat} | _BUILDERS[name](row, seat)


def _facts(row: Inspection, seat: Membership) -> dict[str, Any]:
    items = row.follow_ups.prefetch_related("words")
    return {"visits": list(row.visits.all()), "items": [(item, list(item.words.all())) for item in items]}


def _files(row: Inspection, seat: Membership) -> dict[str, Any]:
    files = list(row.files.select_related("file"))
    return {
        "groups": [
            ("检查材料", [each for each in files if not each.is_host]),
            ("承担单位的材料", [each for each in files if each.is_host]),
        ],
        "file_url": "assessments:inspection_file",
        "files_form": FilesForm() if may_add(row, seat) else None,
    }


def begins(base: Base, seat: Membership) -> list[Beginning]:
    if base.state not in ESTABLISHED or not SAC_OFFICER.allows(base, seat):
        return []
    return [Beginning("启动监督检查", reverse("assessments:inspection_new", args=[base.pk]))]


_BUILDERS = {"facts": _facts, "files": _files}

ENTRY = Entry(
    "inspection", inspections_visible_to, TABS, context,
    turns={
        S.OPENED: {Role.SAC_OFFICER: "检查并形成检查意见", Role.ORGANISER_OFFICER: "受托检查，记录所见"},
        S.FOLLOWING: {Role.SUBMITTER: "落实并答复整改要求", Role.SAC_OFFICER: "认定整改，办结监督检查"},
    },
    waiting=inspections_waiting, begins=begins,
    related=("base__region", "base__sector", "base__organiser", "assessment"),
    files=(Files(inspection_files_visible_to, "row", "assessments:inspection_file"),),
)  # fmt: skip
