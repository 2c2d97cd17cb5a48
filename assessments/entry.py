"""What a machine of this room says of itself, once, to every page that reads machines.

A new machine adds one file ``assessments/tabs/<machine>.py`` that ends with ``ENTRY = Entry(...)``, and its name to the
list in ``assessments/registry.py``. From the entry come its page with tabs, what waits for whom (待办), its line among
the base's reports, its files and records on the base's page, in the passport and in the zip: nothing else is touched.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from bases.models import Base
from organisations.models import Membership
from organisations.tabs import Tab
from procedure.machines import MACHINES, Procedure
from procedure.steps import Refusal

Asked = Mapping[str, str]
Rows = Callable[[Membership | None], QuerySet[Any]]
# state → role → what this role has to do with a row in this state: {S.FILED: {Role.SAC_OFFICER: "接收年度建设报告"}}
Turns = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Files:
    """Files of a machine's rows: thin links with ``file``; ``owner`` is the link's way to its row, such as "violation".

    ``url`` names the address that serves one by its link's key.
    """

    visible: Rows
    owner: str
    url: str


@dataclass(frozen=True)
class Beginning:
    """Something that a seat may begin about a base, now or, where there are ``refusals``, not yet."""

    label: str
    url: str
    refusals: Sequence[Refusal] = ()


@dataclass(frozen=True)
class Entry:
    """``visible`` is the room's ``visible_to``: who does not see a row knows nothing of its records and dates either.

    ``about`` names the field that tells a base's rows of this machine apart (a year); ``{about}`` in a turn's words
    stands for it. ``until`` names the field of a row's own last day, where it has no due date. ``answers`` names the
    kinds of the base's due dates that such a row answers: while a row waits, its line stands for the date's.
    ``rests`` are the states in which a row waits for nobody although somebody may go on from there (an empty inbox).
    ``waiting`` are the rows that may wait for a seat; without it, those of its own bases (for a delegate say more).
    """

    machine: str
    visible: Rows
    tabs: Mapping[str, Tab] = field(default_factory=dict)
    context: Callable[[str, Any, Membership, Asked], dict[str, Any]] = lambda name, subject, seat, asked: {}
    turns: Turns = field(default_factory=dict)
    rests: tuple[str, ...] = ()
    about: str = ""
    until: str = ""
    answers: tuple[str, ...] = ()
    waiting: Rows | None = None
    files: tuple[Files, ...] = ()
    # Which acts on a base begin a row of it for this seat, each with the address of its form.
    begins: "Callable[[Base, Membership], list[Beginning]]" = lambda base, seat: []
    # Steps whose form takes files have a page of their own: the step's name to the name of its address.
    pages: Mapping[str, str] = field(default_factory=dict)
    # What a role's seats are to such a row, where they are something else to the base.
    parts: Mapping[str, str] = field(default_factory=dict)
    # What its page reads with the row.
    related: tuple[str, ...] = ("base__region", "base__sector", "base__organiser")

    @property
    def model(self) -> type[Procedure]:
        return MACHINES[self.machine]

    @property
    def label(self) -> str:
        return self.model.machine_label

    def shown_to(self, subject: Any, seat: Membership) -> dict[str, Tab]:
        """The tabs that are for this seat and not empty."""
        own = {name: tab for name, tab in self.tabs.items() if not tab.readers or seat.role in tab.readers}
        return {name: tab for name, tab in own.items() if tab.there(subject)}

    def state_label(self, state: str) -> str:
        return str(self.model.States(state).label)

    def doing(self, state: str, role: str, about: object) -> str:
        """What the role has to do, in words; empty where it is not its turn."""
        return self.turns.get(state, {}).get(role, "").format(about=about or "")

    def states_of(self, role: str) -> list[str]:
        """In which states it is this role's turn."""
        return [state for state, turns in self.turns.items() if role in turns]
