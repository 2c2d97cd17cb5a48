"""Pools and draws for the tests, small and always the same."""

from reviews.draw.drawing import Results, results
from reviews.draw.frozen import Entry, Frozen, Rule, Seat
from reviews.draw.numbers import Contribution, Draw

ENERGY = Seat("能源领域", fields=("E01",))
EAST = Seat("华东地区", regions=("31", "32"))
ANY = Seat()
FIRST = Contribution("135246", "00112233445566778899aabbccddeeff")
SECOND = Contribution("665544332211", "ffeeddccbbaa99887766554433221100")
NONCE = "5a" * 32


def entry(number: int, **facts: object) -> Entry:
    """Person ``number`` of a unit of their own, in field E01 or M02 and region 31 or 44 by turns."""
    usual: dict[str, object] = {
        "unit": f"U{number:03}",
        "region": "31" if number % 3 else "44",
        "fields": ("E01",) if number % 2 else ("M02",),
        "title": "研究员",
    }
    return Entry(id=f"expert-{number:02}", salt=f"{number:032x}", **(usual | facts))  # type: ignore[arg-type]


def pool(size: int) -> tuple[Entry, ...]:
    return tuple(entry(number) for number in range(1, size + 1))


def draw(people: tuple[Entry, ...], rule: Rule) -> Draw:
    return Draw(Frozen("panel-7", 1, people, rule, NONCE), (FIRST, SECOND))


def drawn_by(people: tuple[Entry, ...], rule: Rule) -> tuple[Draw, Results]:
    made = draw(people, rule)
    return made, results(made)
