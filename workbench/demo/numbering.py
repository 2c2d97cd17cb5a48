"""Numbers of the demo's documents, rising with the days of their year."""

from bases.numbering import taken
from procedure import clock

# What a document of the demo has that is signed later than those that are numbered here, or only waits for it.
_KEPT = {"国标委综合函〔2025〕31号", "国标委综合函〔2026〕18号"}


def next_number() -> str:
    """The next free one on the clock's day."""
    today = clock.today()
    serial = 2 + today.timetuple().tm_yday // 7
    while taken(number := f"国标委综合函〔{today.year}〕{serial}号") or number in _KEPT:
        serial += 1
    return number
