"""Pools and draws for the tests: typed ones, always the same, and small ones of every kind."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from reviews.draw.drawing import Results, results
from reviews.draw.dry_run import dry_run
from reviews.draw.frozen import Entry, Frozen, Rule, Seat
from reviews.draw.numbers import Contribution, Draw

ENERGY = Seat("能源领域", fields=("E01",))
EAST = Seat("华东地区", regions=("31", "32"))
ANY = Seat()
PLAIN = Rule((ANY,) * 3, alternates=2)
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


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


entries = st.builds(
    lambda unit, region, fields, excluded: {
        "unit": unit,
        "region": region,
        "fields": tuple(sorted(fields)),
        "excluded": excluded,
    },
    st.sampled_from(["", "U1", "U2", "U3", "U4"]),
    st.sampled_from(["11", "31", "44"]),
    st.sets(st.sampled_from(["E01", "M02", "B03"])),
    st.sampled_from(["", "", "", "与申报单位同一单位"]),
)
pools = st.lists(entries, min_size=1, max_size=9).map(
    lambda all_facts: tuple(entry(number, **facts) for number, facts in enumerate(all_facts, 1))
)
kinds_of_seat = st.sampled_from([ANY, ENERGY, EAST, Seat("电池与粤", ("B03", "M02"), ("44",)), Seat("材料", ("M02",))])
rules = st.builds(
    Rule,
    st.lists(kinds_of_seat, min_size=1, max_size=4).map(tuple),
    alternates=st.integers(0, 2),
    per_unit=st.integers(1, 2),
)
seeds = st.integers(0, 2**64).map(str)


def within_reach(people: tuple[Entry, ...], rule: Rule) -> Rule:
    """The rule with as many of its seats and alternates as the pool can fill."""
    seats = rule.seats
    while seats and not dry_run(people, replace(rule, seats=seats, alternates=0)).feasible:
        seats = seats[1:]
    assume(seats)
    cut = replace(rule, seats=seats)
    return replace(cut, alternates=min(rule.alternates, dry_run(people, cut).spare))


def first_by_trial(people: Sequence[Entry], rule: Rule, seed: str) -> list[str] | None:
    """The draw as plainly as it can be said: of all ways to fill the seats, the first in the order of tickets."""
    ranked = sorted(people, key=lambda one: sha(f"{seed}:{one.id}"))

    def fill(chosen: list[Entry]) -> list[Entry] | None:
        if len(chosen) == len(rule.seats):
            return chosen
        seat = rule.seats[len(chosen)]
        for one in ranked:
            asked = (not seat.fields or set(seat.fields) & set(one.fields)) and (
                not seat.regions or one.region in seat.regions
            )
            of_unit = sum(other.unit == one.unit != "" for other in chosen)
            if one in chosen or one.excluded or not asked or of_unit >= rule.per_unit:
                continue
            if whole := fill([*chosen, one]):
                return whole
        return None

    found = fill([])
    return [one.id for one in found] if found is not None else None
