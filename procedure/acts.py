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
    locked: frozenset[uuid.UUID] = frozenset()
    proposal: "Proposal | None" = None
    record: "Record | None" = None
    owed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # Open proposals by root, read once and shared with what the act causes.
    rivals: "dict[uuid.UUID, Proposal | None]" = field(default_factory=dict)

    @property
    def note(self) -> str:
        return str(self.data.get("note") or "")

    @property
    def name(self) -> str:
        return f"{self.subject.machine}.{self.step.name}"

    def rival(self) -> "Proposal | None":
        """The open proposal on the subject's root, unless it is the one being signed."""
        root = self.subject.root
        if root not in self.rivals:
            from . import proposals

            self.rivals[root] = proposals.open_on(root)
        found = self.rivals[root]
        return None if found == self.proposal else found

    def cause(self, subject: "Procedure", name: str, data: Mapping[str, Any] | None = None) -> "Record":
        """Take a step of another row as the consequence of this one, in the same transaction."""
        from .perform import take_caused

        return take_caused(self, subject, name, data or {})

    def start(self, row: "Procedure") -> "Procedure":
        """Bring a row of another machine into being as the consequence of this step."""
        from .perform import start_caused

        return start_caused(self, row)

    def owe(self, kind: str, **payload: Any) -> None:
        """Put an effect into the outbox of this commit."""
        self.owed.append((kind, payload))
