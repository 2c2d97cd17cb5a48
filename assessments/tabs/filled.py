"""What the case page shows of whatever is filled in on a dossier: the dossier, and what its machine adds."""

from collections.abc import Mapping
from typing import Any

from assessments import dossiers
from assessments.dossiers.shown import shown
from organisations.models import Membership
from organisations.tabs import Tab

TABS = {"report": Tab("报告", "assessments/tab_dossier.html")}


def context(name: str, row: Any, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    """A dossier to be read, with the way to write it for whoever may."""
    return {
        "row": row, "base": row.base, "shown": shown(row.dossier), "seat": seat,
        "may_write": dossiers.may_write(row.dossier, seat),
    }  # fmt: skip
