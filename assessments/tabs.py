"""What the case page shows of a violation, tab by tab."""

from collections.abc import Mapping
from typing import Any

from applications.tabs import Tab
from organisations.models import Membership

from .forms import FilesForm
from .models import Violation
from .opening import may_add_files

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
