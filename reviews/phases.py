"""Who may do and see what of a panel's cases, state by state: one table, and every query and view goes through it."""

from enum import Flag, auto
from types import MappingProxyType

from .procedure.panel import PanelState as S


class Part(Flag):
    """What somebody is to a panel; a chair is a member who also writes the conclusion."""

    OUTSIDER = auto()
    MEMBER = auto()
    CHAIR = auto()
    OFFICER = auto()
    APPROVER = auto()


class Right(Flag):
    NOTHING = 0
    WRITES = auto()  # his own sheet
    PLAN = auto()  # the frozen material
    OWN = auto()  # his own sheet, once it is there
    OTHERS = auto()  # what other members submitted
    MEMBERS = auto()  # the members by name; else they are 专家A, B, C to one another
    SPREAD = auto()  # scores side by side
    CONCLUSION = auto()  # as far as the chair has written it
    CONCLUDES = auto()  # writes it
    SIGNS = auto()
    RETURNS = auto()  # gives a submitted sheet back, without reading it
    RECORDS = auto()  # a visit that was held
    EXCUSES = auto()  # says who was not at the meeting


R = Right
_SAC_READS = R.OTHERS | R.MEMBERS | R.SPREAD | R.CONCLUSION | R.PLAN
_MEETS = R.WRITES | R.PLAN | R.OWN | R.OTHERS | R.SPREAD | R.CONCLUSION | R.SIGNS
# What is not in the table is not allowed. Until the round closes nobody, SAC included, reads or counts opinions.
TABLE: MappingProxyType[tuple[str, Part], Right] = MappingProxyType(
    {
        (S.COMPOSING, Part.OFFICER): R.MEMBERS | R.PLAN,
        (S.COMPOSING, Part.APPROVER): R.MEMBERS | R.PLAN,
        (S.INVITING, Part.OFFICER): R.MEMBERS | R.PLAN,
        (S.INVITING, Part.APPROVER): R.MEMBERS | R.PLAN,
        (S.REVIEWING, Part.MEMBER): R.WRITES | R.PLAN | R.OWN,
        (S.REVIEWING, Part.CHAIR): R.WRITES | R.PLAN | R.OWN,
        (S.REVIEWING, Part.OFFICER): R.MEMBERS | R.PLAN | R.RETURNS | R.RECORDS,
        (S.REVIEWING, Part.APPROVER): R.MEMBERS | R.PLAN,
        (S.MEETING, Part.MEMBER): _MEETS,
        (S.MEETING, Part.CHAIR): _MEETS | R.CONCLUDES,
        (S.MEETING, Part.OFFICER): _SAC_READS | R.RECORDS | R.EXCUSES,
        (S.MEETING, Part.APPROVER): _SAC_READS,
        # The opinion sheet that a member signed names its members; the others' opinions are closed to him again.
        (S.CONCLUDED, Part.MEMBER): R.OWN | R.MEMBERS | R.CONCLUSION,
        (S.CONCLUDED, Part.CHAIR): R.OWN | R.MEMBERS | R.CONCLUSION,
        (S.CONCLUDED, Part.OFFICER): _SAC_READS,
        (S.CONCLUDED, Part.APPROVER): _SAC_READS,
        (S.DISSOLVED, Part.OFFICER): R.MEMBERS,
        (S.DISSOLVED, Part.APPROVER): R.MEMBERS,
    }
)


def rights(state: str, part: Part) -> Right:
    return TABLE.get((state, part), Right.NOTHING)


def allows(state: str, part: Part, right: Right) -> bool:
    return right in rights(state, part)


def states_where(part: Part, right: Right) -> list[str]:
    """The states of a panel in which a part has a right: what a query filters by."""
    return [str(state) for state in S if allows(state, part, right)]
