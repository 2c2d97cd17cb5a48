"""What the case page shows of whatever is filled in on a dossier."""

from collections.abc import Mapping
from typing import Any

from assessments import dossiers
from assessments.dossiers.shown import shown
from assessments.entry import Files
from assessments.queries.dossiers import files_visible_to
from organisations.models import Membership
from organisations.tabs import Tab

TABS = {"report": Tab("报告", "assessments/tab_dossier.html")}
RELATED = ("base__region", "base__sector", "base__organiser", "dossier")


def files_of(owner: str) -> tuple[Files, ...]:
    """The files of the dossiers that the rows of one model hold, by the dossier's way to its row."""
    held = f"dossier__{owner}"
    there = {f"{held}__isnull": False}
    return (Files(lambda seat: files_visible_to(seat).filter(**there), held, "assessments:dossier_file"),)


def context(name: str, row: Any, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    """A dossier to be read, with the way to write it for whoever may."""
    return {
        "row": row, "base": row.base, "shown": shown(row.dossier), "seat": seat,
        "may_write": dossiers.may_write(row.dossier, seat),
    }  # fmt: skip
