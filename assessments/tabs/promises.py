"""What the base's page shows of its promises: plan against actual, with every value that was reported."""

from typing import Any

from assessments.dossiers import ledger_of
from bases.models import Base
from bases.queries import carried_until
from organisations.models import Membership
from organisations.tabs import Tab
from procedure.reckoning import end_instant

TAB = Tab("建设承诺", "assessments/tab_ledger.html")


def context(base: Base, seat: Membership) -> dict[str, Any]:
    """As it stands; a unit that carried the base once reads no further than its own time."""
    until = carried_until(base, seat)
    return {"base": base, "ledger": ledger_of(base, until=end_instant(until) if until else None)}
