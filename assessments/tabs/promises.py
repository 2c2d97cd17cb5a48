"""What the base's page shows of its promises: plan against actual, with every value that was reported."""

from datetime import datetime
from typing import Any

from assessments.dossiers import ledger_of
from bases.models import Base
from bases.queries import carried_until
from organisations.models import Membership
from organisations.tabs import Tab
from procedure.reckoning import end_instant

TAB = Tab("建设承诺", "assessments/tab_ledger.html")


def context(base: Base, seat: Membership, before: datetime | None = None) -> dict[str, Any]:
    """As it stands, or was known before a moment; a unit that carried the base once reads no further than its time."""
    until = carried_until(base, seat)
    known = [moment for moment in (before, end_instant(until) if until else None) if moment]
    return {"base": base, "ledger": ledger_of(base, until=min(known, default=None))}
