"""What is happening while a step is taken, and why one is refused."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.forms import Form

from .steps import Birth, Refusal, Seat, Step

if TYPE_CHECKING:
    from .machines import Procedure
    from .models import Proposal, Record


class Refused(Exception):
    """A step that cannot be taken now: every reason, in Chinese, and the form if its fields are at fault."""

    def __init__(self, refusals: Iterable[Refusal], form: Form | None = None) -> None:
        self.refusals = list(refusals)
        self.form = form
        super().__init__("；".join(refusal.sentence for refusal in self.refusals))


class NotPermitted(Exception):
    """The seat may not take this step at all; it says no more."""


class ProcedureError(Exception):
    """The program broke the kernel's own rules; never shown to a person."""


@dataclass
class Act:
    """One taking of a step: who, when, with what, and what it brings about in the same commit."""

    subject: "Procedure"
    step: "Step | Birth"
    seat: Seat | None
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    # The roots that are held, and their open proposals, each read once: shared with what the act causes.
    locked: set[uuid.UUID] = field(default_factory=set)
    rivals: "dict[uuid.UUID, Proposal | None]" = field(default_factory=dict)
    proposal: "Proposal | None" = None
    record: "Record | None" = None
    owed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    parent: "Act | None" = None

    @property
    def note(self) -> str:
        return str(self.data.get("note") or "")

    @property
    def name(self) -> str:
        return f"{self.subject.machine}.{self.step.name}"

    @property
    def decides(self) -> bool:
        """Whether the deciding authority acts, by this step or by the one that causes it."""
        return self.parent.decides if self.parent else self.step.decides

    @property
    def on_behalf(self) -> str:
        """In whose commission the seat acts (受托), here as in what it causes; empty in its own right."""
        if self.parent:
            return self.parent.on_behalf
        permission = self.step.permission
        return permission.on_behalf(self.subject, self.seat) if permission and self.seat else ""

    def cause(self, subject: "Procedure", name: str, data: Mapping[str, Any] | None = None) -> "Record":
        """Take a step of another row as the consequence of this one, in the same transaction."""
        from .taking import take_caused

        return take_caused(self, subject, name, data or {})

    def start(self, row: "Procedure") -> "Procedure":
        """Bring a row of another machine into being as the consequence of this step."""
        from .taking import start_caused

        return start_caused(self, row)

    def owe(self, kind: str, **payload: Any) -> None:
        """Put an effect into the outbox of this commit."""
        self.owed.append((kind, payload))

    def following(self, subject: "Procedure", step: "Step | Birth", data: Mapping[str, Any]) -> "Act":
        """The act of a row that this one causes: same person, moment, held roots and proposals."""
        return Act(
            subject, step, self.seat, self.at, data, self.locked, self.rivals, proposal=self.proposal, parent=self
        )
