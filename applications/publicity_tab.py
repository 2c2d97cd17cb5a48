"""公示 on a case's page: the notices that it stood in, what its units were asked, and a wish to take it back."""

from collections.abc import Mapping
from typing import Any

from organisations.deciding import SAC
from organisations.models import Membership

from . import withdrawing
from .concerned import inquiries_of
from .models import Application
from .publishing import objections_of


def context(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    cases = application.publication_cases.filter(item__isnull=False).select_related("item__notice").order_by("pk")
    is_sac = seat.role in SAC
    return {
        "items": [_standing(case.item) for case in cases.prefetch_related("item__outcomes")],
        "inquiries": [] if is_sac else inquiries_of(application, seat),
        "objections": list(objections_of(application)) if is_sac else [],
        "withdrawals": application.withdrawal_requests.order_by("pk"),
        "may_ask": withdrawing.may_ask(application, seat),
        "asked_already": withdrawing.open_request(application) is not None,
    }


def _standing(item: Any) -> dict[str, Any]:
    outcomes = list(item.outcomes.all())
    return {"item": item, "notice": item.notice, "outcome": outcomes[-1] if outcomes else None}
