"""What an evaluation's report cites of the years since the last: annual assessments and inspections (办法33)."""

from datetime import date
from typing import TYPE_CHECKING

from bases.models import Base
from procedure.reckoning import beijing_day

from .evaluating import cites
from .procedure.annual_assessment import STANDING

if TYPE_CHECKING:
    from .models import AnnualAssessment


@cites
def annual_assessments(base: Base, since: date | None, until: date) -> list[dict[str, str]]:
    """Those that were delivered in the cycle, by the version that holds."""
    rows = base.annualassessment_rows.filter(state__in=STANDING).prefetch_related("versions")
    found = [(row, _first_day(row)) for row in rows]
    return [
        {"label": f"{row.year}年度考核", "day": day.isoformat(), "words": _result(row)}
        for row, day in found
        if (since is None or day >= since) and day <= until
    ]


@cites
def inspections(base: Base, since: date | None, until: date) -> list[dict[str, str]]:
    """Those that were opened in the cycle, as far as they have come."""
    rows = base.inspection_rows.filter(opened_on__lte=until).select_related("assessment")
    rows = rows.filter(opened_on__gte=since) if since else rows
    return [
        {"label": "监督检查", "day": row.opened_on.isoformat(), "words": f"{row.state_label}。{row.findings}".strip()}
        for row in rows
    ]


def _first_day(row: "AnnualAssessment") -> date:
    return beijing_day(min(version.at for version in row.versions.all()))


def _result(row: "AnnualAssessment") -> str:
    last = max(row.versions.all(), key=lambda version: version.number)
    return f"{row.result}。{last.problems}".strip()
