"""Numbers of the documents on the demo's bases, rising with the days of their year, in a series of their own."""

from bases.numbering import taken
from procedure import clock


def next_number() -> str:
    """The next free one on the clock's day."""
    today = clock.today()
    serial = 2 + today.timetuple().tm_yday // 7
    while taken(number := f"国标委函〔{today.year}〕{serial}号"):
        serial += 1
    return number
