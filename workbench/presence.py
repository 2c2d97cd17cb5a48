"""Who else of one's own unit has the case open: said, never in the way of anything, and soon forgotten."""

import time
from typing import Any

import structlog
from django.core.cache import cache

from organisations.models import Membership
from procedure.machines import Procedure

# Seconds between two looks, and how long one is remembered; of real time.
EVERY, LASTS = 30, 75
log = structlog.get_logger(__name__)


def look_in(seat: Membership, subject: Procedure) -> list[str]:
    """Say that the seat's person is here; gives the colleagues who are.

    Two who look in at the same moment may miss one another once: the next look mends it.
    """
    key, now, own = f"presence/{subject.pk}", time.time(), str(seat.person_id)
    try:
        there: dict[str, dict[str, Any]] = cache.get(key) or {}
        there = {who: each for who, each in there.items() if each["at"] > now - LASTS}
        there[own] = {"at": now, "name": seat.name_shown, "unit": seat.unit_id}
        cache.set(key, there, LASTS)
    except Exception as error:
        log.warning("presence_out_of_reach", error=str(error))
        return []
    return sorted(each["name"] for who, each in there.items() if who != own and each["unit"] == seat.unit_id)
