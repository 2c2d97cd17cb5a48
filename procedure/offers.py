"""What a page may show: every step a seat is entitled to on a root, open or with the reasons why not."""

import uuid
from dataclasses import dataclass, field
from types import EllipsisType

from django.db.models import CharField, Model, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from . import clock
from .acts import Act
from .holding import held_back, open_on
from .locking import attach
from .machines import Procedure, machine_rows, steps_of
from .models import Proposal
from .steps import Refusal, Seat, Step
from .taking import birth_of, guarded, refusals_now


@dataclass(frozen=True)
class Offer:
    """One step on one row; ``refusals`` empty means that it is open."""

    subject: Procedure
    step: Step
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.refusals


def offers(root: Procedure, seat: Seat | None, *, proposal: "Proposal | EllipsisType | None" = ...) -> list[Offer]:
    """The steps of all machine rows under ``root`` that this seat may take, caused and timers' steps left out.

    Steps that the row's state rules out for good are left out too: only what leads on from here is shown.
    Whoever has asked for the open ``proposal`` already gives it, or None.
    """
    if not seat:
        return []
    held_by = open_on(root.root) if isinstance(proposal, EllipsisType) else proposal
    return [
        Offer(subject, step, refusals_now(subject, step, seat, held_back(step.decides, held_by, step.article)))
        for subject in rows_under(root)
        for step in steps_of(type(subject)).values()
        if subject.state in step.source and step.permits(subject, seat)
    ]


def offer_of(subject: Procedure, step: Step, seat: Seat) -> Offer:
    """One permitted step on one row, with its refusals also where the state rules it out."""
    held = held_back(step.decides, open_on(subject.root), step.article)
    return Offer(subject, step, refusals_now(subject, step, seat, held))


def birth_refusals(row: Procedure, seat: Seat, *, ask: bool = True) -> list[Refusal] | None:
    """Why a row may not come into being now, empty if it may; None where the seat has nothing to begin here."""
    birth = birth_of(row)
    if not birth.permits(row, seat):
        return None
    if not ask:
        return []
    row.root = row.choose_root()
    barred = row.barred()
    return [barred] if barred else guarded(Act(row, birth, seat, clock.now()), prospective=True)


def refusals_to_sign(proposal: Proposal, subject: Procedure, seat: Seat) -> list[Refusal]:
    """Why a proposal could not be signed at this moment; its own hold is no reason."""
    return refusals_now(subject, steps_of(type(subject))[proposal.step], seat, [])


def rows_under(root: Procedure) -> list[Procedure]:
    """The root and every machine row that keeps it, found in one query and loaded a machine at a time."""
    others = [model for model in machine_rows().values() if model is not type(root) and may_hold(model, root)]
    found: dict[str, list[uuid.UUID]] = {}
    for machine, key in _keys(others, root.pk):
        found.setdefault(machine, []).append(key)
    rows = [row for machine, keys in sorted(found.items()) for row in _load(machine_rows()[machine], keys)]
    for row in rows:
        # Their permissions and guards look at the root: it is here already.
        attach(row, [root])
    return [root, *rows]


def may_hold(model: type[Procedure], root: Procedure) -> bool:
    """Whether rows of this machine can stand under that root; a machine that is its own root never does."""
    return root.machine in model.roots


def _keys(
    models: list[type[Procedure]], root: uuid.UUID
) -> QuerySet[Model, tuple[str, uuid.UUID]] | list[tuple[str, uuid.UUID]]:
    queries = [
        model._default_manager.filter(root=root).values_list(
            Value(model.machine, output_field=CharField()), Cast("pk", UUIDField())
        )
        for model in models
    ]
    if not queries:
        return []
    return queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]


def _load(model: type[Procedure], keys: list[uuid.UUID]) -> list[Procedure]:
    return list(model._default_manager.filter(pk__in=keys).order_by("pk"))
