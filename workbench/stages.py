"""The rail of stages over a case: drawn from the declared steps, dated by the records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procedure.machines import Procedure, final_states, steps_of
from procedure.models import Record


@dataclass(frozen=True)
class Stage:
    label: str
    date: datetime | None
    status: str  # done, now, todo, ended


def rail(subject: Procedure, records: Sequence[Record]) -> list[Stage]:
    """The main road with the day on which each stage was last entered; where it ended early, the end stands last."""
    # A proposal, or a step that stays where it is, enters nothing.
    moved = (each for each in records if each.machine == subject.machine and each.source != each.target)
    entered = {record.target: record.at for record in moved}
    finals = final_states(type(subject))
    # What has ended otherwise comes to no other end any more.
    over = finals - {subject.state} if subject.state in finals else frozenset()
    over |= _born_elsewhere(type(subject), entered)
    road = [state for state in main_road(type(subject)) if state not in over]
    stages = [_stage(subject, state, entered, road) for state in road]
    if subject.state not in road:
        status = "ended" if subject.state in finals and subject.state not in subject.also_good else "now"
        # An end stands last; whoever stepped aside comes back to the road where it was left.
        place = len(stages) if subject.state in finals else _furthest(entered, road) + 1
        stages.insert(place, Stage(subject.state_label, entered.get(subject.state), status))
    return stages


def _born_elsewhere(model: type[Procedure], entered: dict[str, datetime]) -> set[str]:
    """First states of another birth than this row's: it never comes by them."""
    return {str(birth.state) for birth in model.births} - set(entered)


def main_road(model: type[Procedure]) -> list[str]:
    """From the first state on, always by the first declared step that leads to a state not passed yet.

    An end only comes last: the declaration's order is the order of the regulation. A machine may say it itself.
    """
    if model.road:
        return [str(state) for state in model.road]
    road = [model.births[0].state]
    while following := _following(model, road):
        road.append(following)
    return [str(state) for state in road]


def _following(model: type[Procedure], road: list[str]) -> str | None:
    ahead = [
        target for step in steps_of(model).values() for source, target in step.edges
        if source == road[-1] and target not in road
    ]  # fmt: skip
    onward = [state for state in ahead if state not in final_states(model)]
    return next(iter([*onward, *ahead]), None)


def _stage(subject: Procedure, state: str, entered: dict[str, datetime], road: list[str]) -> Stage:
    label = str(subject.States(state).label)
    if state == subject.state:
        return Stage(label, entered.get(state), "now")
    if state in final_states(type(subject)):
        return Stage(subject.end_label or label, None, "todo")
    here = road.index(subject.state) if subject.state in road else _furthest(entered, road)
    passed = state in entered and road.index(state) <= here
    return Stage(label, entered.get(state) if passed else None, "done" if passed else "todo")


def _furthest(entered: dict[str, datetime], road: list[str]) -> int:
    return max((road.index(state) for state in entered if state in road), default=0)
