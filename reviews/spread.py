"""Opinions side by side in the meeting: scores with their spread, words by aspect, the widest difference first."""

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from organisations.models import Membership

from . import models
from .kinds import Aspect
from .phases import Right
from .queries import members_of, rights_on, states_visible_to
from .sheets import OVERALL

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class Said:
    """What one member says on one aspect, first and as changed later, with the reasons."""

    label: str
    mine: bool
    last: dict[str, Any]
    earlier: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Compared:
    """One aspect with everybody's word on it."""

    aspect: Aspect
    said: list[Said]

    @property
    def scores(self) -> list[int]:
        return sorted(each.last["score"] for each in self.said if each.last["score"] is not None)

    @property
    def lowest(self) -> int | None:
        return self.scores[0] if self.scores else None

    @property
    def highest(self) -> int | None:
        return self.scores[-1] if self.scores else None

    @property
    def middle(self) -> float | None:
        found = median(self.scores) if self.scores else None
        return int(found) if found is not None and found == int(found) else found

    @property
    def width(self) -> int:
        return self.scores[-1] - self.scores[0] if self.scores else -1

    @property
    def unfamiliar(self) -> int:
        return sum(bool(each.last["unfamiliar"]) for each in self.said)


def labels(case: "models.Case", seat: Membership | None) -> dict[int, str]:
    """What each member is called before this seat: by name, or 专家A, B, C by seat."""
    members = members_of(case)
    if Right.MEMBERS in rights_on(case, seat):
        return {each.pk: each.expert.name for each in members}
    return {each.pk: f"专家{_letter(number)}" for number, each in enumerate(members)}


def _letter(number: int) -> str:
    return _LETTERS[number] if number < len(_LETTERS) else str(number + 1)


def submitted(case: "models.Case", seat: Membership | None) -> "dict[int, list[models.SheetState]]":
    """By member, the states that this seat may read, in the order in which they were submitted."""
    found: dict[int, list[models.SheetState]] = {}
    rows = states_visible_to(seat).filter(sheet__case=case).select_related("sheet__member__expert")
    for state in rows.order_by("sheet__member__seat", "sheet_id", "number"):
        found.setdefault(state.sheet.member_id, []).append(state)
    return found


def compared(case: "models.Case", seat: Membership | None) -> list[Compared]:
    """The aspects, the widest spread first; nothing without the right to it."""
    if Right.SPREAD not in rights_on(case, seat):
        return []
    called, states = labels(case, seat), submitted(case, seat)
    found = [Compared(aspect, _said(aspect.key, called, states, seat)) for aspect in case.asked_on]
    return sorted(found, key=lambda each: -each.width)


def overall(case: "models.Case", seat: Membership | None) -> list[Said]:
    """Everybody's opinion on the whole."""
    return _said(OVERALL, labels(case, seat), submitted(case, seat), seat)


def _said(
    key: str, called: dict[int, str], states: "dict[int, list[models.SheetState]]", seat: Membership | None
) -> list[Said]:
    found = []
    for member, label in called.items():
        rows = states.get(member, [])
        if rows:
            words = [_words(row, key) for row in rows]
            mine = seat is not None and rows[0].sheet.member.expert.person_id == seat.person_id
            found.append(Said(label, mine, words[-1], _changed(words)))
    return found


def _words(state: "models.SheetState", key: str) -> dict[str, Any]:
    said = state.content[key]
    said = said if isinstance(said, dict) else {"opinion": said, "score": None, "unfamiliar": False}
    return said | {"number": state.number, "reason": state.reason, "at": state.at}


def _changed(words: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The earlier words that are not those of the next state: nothing is changed silently."""
    facts = ("opinion", "score", "unfamiliar")
    return [before for before, after in pairwise(words) if any(before[name] != after[name] for name in facts)]
