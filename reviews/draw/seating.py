"""Whether seats can all be filled: matching by augmenting paths, with a cap on the people of one unit."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from .frozen import Entry, Rule, Seat


def fitting(rule: Rule, people: Sequence[Entry]) -> list[list[Entry]]:
    """For each seat whoever may sit there, in the order given."""
    free = [entry for entry in people if not entry.excluded]
    by_seat: dict[Seat, list[Entry]] = {}
    for seat in rule.seats:
        if seat not in by_seat:
            by_seat[seat] = [entry for entry in free if seat.fits(entry)]
    return [by_seat[seat] for seat in rule.seats]


class Seating:
    """Seats being filled on trial. ``taken`` and ``used`` are people already drawn and their units: these stay."""

    def __init__(
        self, fitting: Sequence[Sequence[Entry]], per_unit: int, taken: Collection[str], used: Counter[str]
    ) -> None:
        self._fitting, self._per_unit = fitting, per_unit
        self._taken, self._used = taken, used
        self.person: dict[int, Entry] = {}

    def fill(self, seats: Iterable[int]) -> bool:
        return all(self.blocked(seat) is None for seat in seats)

    def blocked(self, seat: int) -> set[int] | None:
        """Fill one more seat, or tell the seats that together have too few people, this one among them."""
        seen: set[int] = set()
        return None if self._find(seat, seen, set()) else seen

    def _find(self, seat: int, seen: set[int], units: set[str]) -> bool:
        seen.add(seat)
        for entry in self._fitting[seat]:
            if entry.id not in self._taken and self._free(entry, seen, units):
                self.person[seat] = entry
                return True
        return False

    def _free(self, entry: Entry, seen: set[int], units: set[str]) -> bool:
        """Whether this person can be had, others moving on where they must."""
        holders = [seat for seat, person in self.person.items() if person.id == entry.id]
        if not holders:
            if self._room(entry.unit):
                return True
            if entry.unit in units:
                return False
            units.add(entry.unit)
            holders = [seat for seat, person in self.person.items() if person.unit == entry.unit]
        return any(seat not in seen and self._find(seat, seen, units) for seat in holders)

    def _room(self, unit: str) -> bool:
        if not unit:
            return True
        seated = sum(person.unit == unit for person in self.person.values())
        return self._used[unit] + seated < self._per_unit


def capped(people: Iterable[Entry], per_unit: int) -> int:
    """How many of these can be drawn at once."""
    units = Counter(entry.unit for entry in people)
    unbound = units.pop("", 0)
    return unbound + sum(min(count, per_unit) for count in units.values())
