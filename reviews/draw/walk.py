"""Down the list of tickets: members seat by seat, then alternates, and what became of everybody else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .frozen import Entry, Rule
from .numbers import ticket
from .seating import Seating, fitting


class Outcome(StrEnum):
    """What the walk made of a person. Exports hold the code, pages the words."""

    SEAT = "seat"
    ALTERNATE = "alternate"
    EXCLUDED = "excluded"
    FITS_NONE = "fits_none"
    UNIT_FULL = "unit_full"
    KEEPS_OTHERS = "keeps_others"
    NOT_REACHED = "not_reached"


_WORDS = {
    Outcome.SEAT: "席位 {number}",
    Outcome.ALTERNATE: "候补 {number}",
    Outcome.EXCLUDED: "跳过：{excluded}",
    Outcome.FITS_NONE: "跳过：不符合任何席位的领域、地区要求",
    Outcome.UNIT_FULL: "跳过：所在单位入选人数已满",
    Outcome.KEEPS_OTHERS: "跳过：若取此人，其余席位将无人可填",
    Outcome.NOT_REACHED: "未轮到：席位和候补已由票号较小者占满",
}


@dataclass(frozen=True)
class Row:
    """A line of the list: rank and ticket, and which seat or place among the alternates, or why none.

    ``outcome`` is one of Outcome; a recorded row that is read back may hold anything.
    """

    rank: int
    ticket: str
    id: str
    outcome: str
    number: int = 0

    def words(self, entry: Entry) -> str:
        return _WORDS[Outcome(self.outcome)].format(number=self.number, excluded=entry.excluded)


@dataclass(frozen=True)
class Passed:
    """An alternate who was not asked to come in, and why."""

    number: int
    id: str
    reason: str


@dataclass(frozen=True)
class Replacement:
    """Who comes in for a vacated seat, or nobody: then a new draw is due."""

    id: str | None
    passed: tuple[Passed, ...]


def walk(pool: Sequence[Entry], rule: Rule, seed: str) -> tuple[Row, ...]:
    """Everybody in the order of tickets. The pool must have passed ``refusals``."""
    tickets = {entry.id: ticket(seed, entry.id) for entry in pool}
    ranked = sorted(pool, key=lambda entry: tickets[entry.id])
    outcomes = _Walk(ranked, rule).outcomes()
    return tuple(Row(rank, tickets[entry.id], entry.id, *outcomes[entry.id]) for rank, entry in enumerate(ranked, 1))


def drawn(rows: Sequence[Row], outcome: Outcome) -> list[str]:
    """The members in the order of seats, or the alternates in theirs."""
    found = sorted((row.number, row.id) for row in rows if row.outcome == outcome)
    return [key for _, key in found]


def replacement(
    pool: Sequence[Entry], rule: Rule, rows: Sequence[Row], seat: int, out: Mapping[str, str]
) -> Replacement:
    """The next alternate who fits the vacated seat (from 1); ``out`` says of people why they no longer stand ready."""
    entries = {entry.id: entry for entry in pool}
    passed = []
    for number, key in enumerate(drawn(rows, Outcome.ALTERNATE), 1):
        if key in out:
            passed.append(Passed(number, key, out[key]))
        elif not rule.seats[seat - 1].fits(entries[key]):
            passed.append(Passed(number, key, "不符合这个席位的领域、地区要求"))
        else:
            return Replacement(key, tuple(passed))
    return Replacement(None, tuple(passed))


class _Walk:
    """One walk down the list."""

    def __init__(self, ranked: Sequence[Entry], rule: Rule) -> None:
        self._ranked, self._rule = ranked, rule
        self._fitting = fitting(rule, ranked)
        self._used: Counter[str] = Counter()
        self._drawn: dict[str, tuple[Outcome, int]] = {}
        self._skipped: dict[str, tuple[Outcome, int]] = {}

    def outcomes(self) -> dict[str, tuple[Outcome, int]]:
        fits_some = {entry.id for people in self._fitting for entry in people}
        for entry in self._ranked:
            why = Outcome.EXCLUDED if entry.excluded else Outcome.FITS_NONE
            self._skipped[entry.id] = (Outcome.NOT_REACHED if entry.id in fits_some else why, 0)
        for seat in range(len(self._fitting)):
            self._take(self._member(seat), Outcome.SEAT, seat + 1)
        self._alternates([entry for entry in self._ranked if entry.id in fits_some])
        return self._skipped | self._drawn

    def _member(self, seat: int) -> Entry:
        for entry in self._fitting[seat]:
            if entry.id not in self._drawn and self._may_enter(entry) and self._leaves_others(entry, seat):
                return entry
        raise ValueError(f"席位 {seat + 1} 无人可填，请先按席位要求试算。")

    def _alternates(self, ready: Sequence[Entry]) -> None:
        """Under the same cap as members, so that no replacement can ever break it."""
        number = 0
        for entry in ready:
            if number == self._rule.alternates:
                return
            if entry.id not in self._drawn and self._may_enter(entry):
                number += 1
                self._take(entry, Outcome.ALTERNATE, number)

    def _take(self, entry: Entry, outcome: Outcome, number: int) -> None:
        self._drawn[entry.id] = (outcome, number)
        self._used[entry.unit] += 1

    def _may_enter(self, entry: Entry) -> bool:
        if entry.unit and self._used[entry.unit] >= self._rule.per_unit:
            self._skipped[entry.id] = (Outcome.UNIT_FULL, 0)
            return False
        return True

    def _leaves_others(self, entry: Entry, seat: int) -> bool:
        taken = {*self._drawn, entry.id}
        seating = Seating(self._fitting, self._rule.per_unit, taken, self._used + Counter([entry.unit]))
        if seating.fill(range(seat + 1, len(self._fitting))):
            return True
        self._skipped[entry.id] = (Outcome.KEEPS_OTHERS, 0)
        return False
