"""What the page of an extension shows, tab by tab."""

from collections.abc import Mapping
from typing import Any

from assessments.extending import is_written, missing, takes_agreement
from assessments.forms import AgreementForm
from assessments.models import Extension
from bases import periods
from organisations.models import Membership
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
