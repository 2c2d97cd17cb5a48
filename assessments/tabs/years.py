"""What the page of a base shows of its years: summaries, assessments and inspections, year by year."""

from collections.abc import Mapping
from typing import Any

from assessments.queries.operating import summaries_visible_to
from bases.models import Base
from organisations.models import Membership
from organisations.tabs import Tab

TABS = {"years": Tab("年度", "assessments/tab_years.html")}


def context(name: str, base: Base, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"base": base, "years": years_of(base, seat)}


def years_of(base: Base, seat: Membership) -> list[dict[str, Any]]:
    """The newest first; a year in which nothing was is not there."""
    assessed = {row.year: row for row in base.annualassessment_rows.order_by("since") if row.is_standing}
    inspected = list(base.inspection_rows.order_by("opened_on", "pk"))
    summaries = {row.year: row for row in summaries_visible_to(seat).filter(base=base)}
    years = sorted({*summaries, *assessed, *(row.opened_on.year for row in inspected)}, reverse=True)
    return [
        {
            "year": year,
            "summary": summaries.get(year),
            "assessment": assessed.get(year),
            "inspections": [row for row in inspected if row.opened_on.year == year],
        }
        for year in years
    ]
