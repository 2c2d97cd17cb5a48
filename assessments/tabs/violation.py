"""What the case page shows of a violation, tab by tab."""

from collections.abc import Mapping
from typing import Any

from assessments.beginning import beginning
from assessments.entry import Beginning, Entry, Files
from assessments.forms import FilesForm
from assessments.models import Violation
from assessments.procedure import ViolationState
from assessments.queries.violations import files_visible_to, visible_to
from assessments.violating import may_add_files
from bases.models import Base
from bases.procedure import ESTABLISHED, IN_BUILD
from organisations.models import Membership, Role
from organisations.tabs import Tab

TABS = {
    "facts": Tab("事实和陈述", "assessments/tab_facts.html"),
    "files": Tab("材料", "assessments/tab_files.html"),
}


def context(name: str, violation: Violation, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"violation": violation, "seat": seat} | _BUILDERS[name](violation, seat)


def _facts(violation: Violation, seat: Membership) -> dict[str, Any]:
    return {"application": violation.application}


def _files(violation: Violation, seat: Membership) -> dict[str, Any]:
    rows = list(violation.files.select_related("file"))
    may = may_add_files(violation, seat)
    return {
        "evidence": [row for row in rows if not row.is_statement],
        "answered": [row for row in rows if row.is_statement],
        "files_form": FilesForm() if may else None,
    }


_BUILDERS = {"facts": _facts, "files": _files}


def begins(base: Base, seat: Membership) -> list[Beginning]:
    if base.state not in (*IN_BUILD, *ESTABLISHED):
        return []
    return beginning(Violation(base=base), base, "assessments:opened_on_base", seat, label="违规立案")


ENTRY = Entry(
    "violation", visible_to, TABS, context,
    turns={
        ViolationState.OPENED: {Role.SUBMITTER: "提交陈述申辩"},
        ViolationState.STATED: {Role.SAC_OFFICER: "认定是否违规"},
    },
    begins=begins, until="statement_by",
    waiting=visible_to, files=(Files(files_visible_to, "violation", "assessments:file"),),
    related=("application__call", "application__unit", "base"),
)  # fmt: skip
