"""What the page of an extension shows, tab by tab."""

from collections.abc import Mapping
from typing import Any

from assessments.beginning import beginning
from assessments.entry import Beginning, Entry, Files
from assessments.extending import is_written, missing, takes_agreement
from assessments.forms import AgreementForm
from assessments.models import Extension
from assessments.procedure.extension import ExtensionState as S
from assessments.queries.extensions import files_visible_to, visible_to
from bases import periods
from bases.models import Base
from bases.procedure import BaseState
from organisations.models import Membership, Role
from organisations.tabs import Tab

TABS = {
    "application": Tab("申请内容", "assessments/tab_extension.html"),
    "files": Tab("材料", "assessments/tab_extension_files.html"),
}


def context(name: str, extension: Extension, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    writes = is_written(extension, seat)
    return {"extension": extension, "base": extension.base, "writes": writes} | _BUILDERS[name](extension, seat)


def _application(extension: Extension, seat: Membership) -> dict[str, Any]:
    base = extension.base
    return {
        "window": periods.filing_window(base.build_ends) if base.build_ends else None,
        "missing": missing(extension) if is_written(extension, seat) else [],
    }


def _files(extension: Extension, seat: Membership) -> dict[str, Any]:
    rows = list(extension.files.filter(removed_at__isnull=True).select_related("file"))
    return {
        "own": [row for row in rows if not row.is_agreement],
        "agreements": [row for row in rows if row.is_agreement],
        "files_form": AgreementForm() if takes_agreement(extension, seat) else None,
    }


_BUILDERS = {"application": _application, "files": _files}

# Where a word of it is in place at all; the guards say the rest.
_ASKED = (BaseState.BUILDING, BaseState.AWAITING_ACCEPTANCE, BaseState.RECTIFYING)


def begins(base: Base, seat: Membership) -> list[Beginning]:
    if base.state not in _ASKED:
        return []
    return beginning(Extension(base=base), base, "assessments:extension_drafted", seat)


ENTRY = Entry(
    "extension", visible_to, TABS, context,
    turns={
        S.DRAFT: {Role.ORGANISER_OFFICER: "起草延期申请"},
        S.CONSENT: {Role.RECOMMENDER_OFFICER: "审核延期申请"},
        S.DECISION: {Role.SAC_OFFICER: "决定是否同意延期"},
        S.RETURNED: {Role.ORGANISER_OFFICER: "补正延期申请"},
    },
    begins=begins, files=(Files(files_visible_to, "extension", "assessments:extension_file"),),
)  # fmt: skip
