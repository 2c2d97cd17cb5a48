"""The abstract row of every machine, the triggers that guard its state, and the register of machines."""

import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django_fsm import FSMField
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from .steps import Birth, Due, Refusal, Step

MACHINES: "dict[str, type[Procedure]]" = {}


class StateField(FSMField):
    """Where a row stands; to a migration plain text, for the library looks through every model made meanwhile."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class HistoryLines(HistoryManager):  # type: ignore[misc]
    """The library makes this class anew at each access; once will do."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: Any, class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


class Procedure(models.Model):
    """A row that moves by declared steps only. Keys are made by the program and rows are never deleted."""

    machine: ClassVar[str] = ""
    machine_label: ClassVar[str] = ""
    States: ClassVar[type[models.TextChoices]]
    births: ClassVar[tuple[Birth, ...]] = ()
    # What the last stage is called before it is known how it ends, where its name would say that already.
    end_label: ClassVar[str] = ""
    # The states of the ordinary course, where the order of the declared steps alone does not give it.
    road: ClassVar[tuple[str, ...]] = ()
    # Ends as good as the road's own: no case has failed that comes to one of them.
    also_good: ClassVar[tuple[str, ...]] = ()
    # Machines whose rows may be this one's root; empty for a machine whose rows are their own roots.
    roots: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    root = models.UUIDField(editable=False, db_index=True)
    # Not ``protected``: its refresh leaks across threads. The trigger is the guard.
    state = StateField("办理状态", max_length=32, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    since = models.DateTimeField("进入当前状态的时间", editable=False)
    history = HistoricalRecords(
        inherit=True,
        history_change_reason_field=models.TextField(null=True),
        custom_model_name="{}History".format,
        history_manager=HistoryLines,
    )

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @property
    def state_label(self) -> str:
        return str(self.States(self.state).label)

    @property
    def is_final(self) -> bool:
        return self.state in final_states(type(self))

    def barred(self) -> "Refusal | None":
        """What rules out every step of this row whatever its state, as when the thing that it is about has ended."""
        return None

    def root_model(self) -> "type[Procedure]":
        """The model of the root's row; a machine with several ``roots`` says which."""
        if not self.roots:
            return type(self)
        (machine,) = self.roots
        return MACHINES[machine]

    def choose_root(self) -> uuid.UUID:
        """The root to keep from birth on; a machine with ``roots`` names the key of one of their rows."""
        if self.roots:
            raise NotImplementedError(f"{self.machine} must choose its root")
        return self.id


def _register(sender: type[models.Model], **kwargs: Any) -> None:
    if issubclass(sender, Procedure) and sender.machine:
        MACHINES[sender.machine] = sender


models.signals.class_prepared.connect(_register)


def machine_rows() -> "dict[str, type[Procedure]]":
    """Every registered machine by name, in stable order."""
    return dict(sorted(MACHINES.items()))


@cache
def steps_of(model: type[Procedure]) -> dict[str, Step]:
    """The declared steps by name, in the order of the procedure's file."""
    methods = {name: method for cls in reversed(model.__mro__) for name, method in vars(cls).items()}
    return {name: method.step for name, method in methods.items() if isinstance(getattr(method, "step", None), Step)}


@cache
def final_states(model: type[Procedure]) -> frozenset[str]:
    """States that no step leaves."""
    left = {source for step in steps_of(model).values() for source in step.source}
    return frozenset(set(model.States.values) - left)


def dues_of(model: type[Procedure]) -> list[Due]:
    """Every date that a machine can open."""
    openers: list[Birth | Step] = [*model.births, *steps_of(model).values()]
    return [due for opener in openers for due in opener.opens]


def all_steps() -> Iterator[tuple[type[Procedure], Step]]:
    for model in machine_rows().values():
        for step in steps_of(model).values():
            yield model, step


_RECORD_EXISTS = """EXISTS (SELECT 1 FROM procedure_record r WHERE r.machine = '{machine}' AND r.subject_id = NEW.id
    AND r.version = NEW.version AND r.source = {source} AND r.target = NEW.state
    AND r.xact = pg_current_xact_id()::text::bigint)"""


def kernel_triggers(machine: str, initial: list[str]) -> list[pgtrigger.Trigger]:
    """State and version move only together with exactly this transaction's Record; rows are never deleted."""
    states = ", ".join(f"'{state}'" for state in initial)
    updated = _RECORD_EXISTS.format(machine=machine, source="OLD.state")
    born = _RECORD_EXISTS.format(machine=machine, source="''")
    return [
        pgtrigger.Trigger(
            name="state_needs_record",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.state IS DISTINCT FROM NEW.state OR OLD.version IS DISTINCT FROM NEW.version"
                " OR OLD.root IS DISTINCT FROM NEW.root OR OLD.id IS DISTINCT FROM NEW.id"
            ),
            func=f"""
                IF NEW.id <> OLD.id OR NEW.root <> OLD.root OR NEW.version <> OLD.version + 1 OR NOT {updated} THEN
                    RAISE EXCEPTION '{machine}: state changes only through perform()';
                END IF;
                RETURN NEW;""",
        ),
        pgtrigger.Trigger(
            name="birth_needs_record",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=f"""
                IF NEW.version <> 0 OR NEW.state NOT IN ({states}) OR NOT {born} THEN
                    RAISE EXCEPTION '{machine}: a row is born only through start()';
                END IF;
                RETURN NEW;""",
        ),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    ]
