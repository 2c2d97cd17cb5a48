"""The public version of a base's life: approval, establishment, change and end, and nothing of how they came about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .dates import words
from .models import Base, Decision
from .procedure import DecisionKind

# Their days stand on the base itself; of these the decision is the only trace.
_BY_DECISION = (DecisionKind.CHANGE, DecisionKind.ADJUSTMENT)


@dataclass(frozen=True)
class Moment:
    """One day of the line, as exactly as it is known."""

    day: str
    what: str

    @property
    def words(self) -> str:
        return words(self.day)


def public_life(base: Base, decisions: Iterable[Decision]) -> list[Moment]:
    """The oldest first; ``base.hosts`` is fetched beforehand."""
    return sorted(_moments(base, decisions), key=lambda moment: moment.day)


def _moments(base: Base, decisions: Iterable[Decision]) -> Iterator[Moment]:
    for day, what in ((base.approved, "批准建设"), (base.established, "批准成立"), (base.ended, "终止或者撤销")):
        if day:
            yield Moment(day, what)
    # The first host came with the approval.
    for spell in list(base.hosts.all())[1:]:
        if spell.since:
            yield Moment(spell.since, f"承担单位变更为{spell.name}")
    for decision in decisions:
        if decision.kind in _BY_DECISION:
            yield Moment(decision.dated.isoformat(), f"{decision.get_kind_display()}（{decision.number}）")
