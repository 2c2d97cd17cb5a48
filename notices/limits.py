"""How many objections may come: from one address in an hour, to one item and altogether in a day; counted in the cache.

Paper is never refused, and the page of a refusal says where it goes.
"""

import hashlib

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.lockout import counted_address

from .models import NoticeItem

log = structlog.get_logger(__name__)

_HOUR, _DAY = 3600, 86400


def within(request: HttpRequest, item: NoticeItem) -> bool:
    """Count one more objection; False if it is one too many."""
    address = counted_address(request) or ""
    counts = (
        _counted("address", address, _HOUR) <= settings.OBJECTIONS_PER_ADDRESS_AN_HOUR,
        _counted("item", str(item.pk), _DAY) <= settings.OBJECTIONS_PER_ITEM_A_DAY,
        _counted("all", "", _DAY) <= settings.OBJECTIONS_A_DAY,
    )
    return all(counts)


def may_look_up(request: HttpRequest) -> bool:
    """Count one more try at a receipt's number: its last part is not to be found by trying."""
    return _counted("look-up", counted_address(request) or "", _HOUR) <= settings.RECEIPT_TRIES_AN_HOUR


def _counted(what: str, whose: str, seconds: int) -> int:
    """How often within this time, now included; a cache that is away counts nobody out."""
    key = f"objections:{what}:{hashlib.sha256(whose.encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, seconds)
        return int(cache.incr(key))
    except ValueError:
        # It ran out between the two.
        return 1
    except Exception as error:
        log.warning("limits_out_of_reach", error=type(error).__name__)
        return 1
