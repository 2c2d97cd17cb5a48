"""What the case page shows of an objection, to SAC alone."""

from collections.abc import Mapping
from typing import Any

from organisations.models import Membership, Role
from organisations.tabs import Tab
from procedure.reckoning import end_instant

from .models import Inquiry, Objection
from .procedure import ObjectionState

TABS = {
    "facts": Tab("异议", "notices/tab_facts.html"),
    "inquiries": Tab("转办", "notices/tab_inquiries.html"),
}


def context(name: str, objection: Objection, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"objection": objection, "may_write": seat.role == Role.SAC_OFFICER} | _BUILDERS[name](objection, seat)


def _facts(objection: Objection, seat: Membership) -> dict[str, Any]:
    return {"files": list(objection.files.select_related("file"))}


def _inquiries(objection: Objection, seat: Membership) -> dict[str, Any]:
    rows = list(objection.inquiries.select_related("unit").prefetch_related("files__file"))
    handling = objection.state == ObjectionState.HANDLING
    return {"inquiries": [(row, _late(row)) for row in rows], "may_pass_on": handling and seat.role == Role.SAC_OFFICER}


def _late(inquiry: Inquiry) -> bool:
    """Whether it was answered after its day."""
    return inquiry.answered_at is not None and inquiry.answered_at >= end_instant(inquiry.due_on)


_BUILDERS = {"facts": _facts, "inquiries": _inquiries}
