"""What happened to a case beside its steps, to be read among its records."""

from dataclasses import dataclass
from datetime import datetime

from procedure.steps import NONE

from .models import Application, HandOver, RegionCorrection


@dataclass(frozen=True)
class Entry:
    """Shaped like a Record as the diary shows it."""

    label: str
    at: datetime
    who: str
    note: str
    article: str = NONE("管理需要")
    kind: str = "step"
    on_behalf: str = ""


def entries(application: Application) -> list[Entry]:
    """Hand-overs with both names, and corrected regions with both places."""
    handed = HandOver.objects.filter(application=application).select_related("before", "after")
    placed = RegionCorrection.objects.filter(application=application).select_related("before", "after")
    found = [
        *(Entry(f"{row.before.name}交接给{row.after.name}", row.at, row.by_name, row.reason) for row in handed),
        *(Entry(f"所在地由{row.before}改正为{row.after}", row.at, row.by_name, row.reason) for row in placed),
    ]
    return sorted(found, key=lambda entry: entry.at)
