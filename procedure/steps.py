"""The declaration of a step: who may take it, from where to where, under which article, with what in its wake."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from django_fsm import transition

from .articles import NONE, cite

if TYPE_CHECKING:
    from .acts import Act
    from .reckoning import Reckoned

__all__ = [
    "NONE",
    "STAYS",
    "SYSTEM",
    "TIMER",
    "VISITOR",
    "Audience",
    "Birth",
    "Due",
    "Fixed",
    "Guard",
    "Permission",
    "Refusal",
    "Seat",
    "Step",
    "Timer",
    "guard",
    "step",
]


class Seat(Protocol):
    """Somebody acting for a unit in a role; ``organisations.Membership`` is one."""

    @property
    def person(self) -> Any: ...
    @property
    def person_id(self) -> Any: ...
    @property
    def role_label(self) -> str: ...
    @property
    def unit_label(self) -> str: ...
    @property
    def name_shown(self) -> str:
        """The person's name, a stand-in as 甲代乙."""

    def is_current(self) -> bool:
        """Whether the seat is held on the portal's own day by an active account."""


class Timer:
    """The seat of nobody: the clock's own, so that a missing seat is never taken for the timer."""

    person = None
    person_id = None
    name_shown = "系统定时"
    unit_label = ""
    role_label = ""

    def is_current(self) -> bool:
        return True


TIMER = Timer()


class Visitor:
    """The seat of somebody who is not signed in: what the record says of him is no name."""

    person = None
    person_id = None
    name_shown = "社会公众"
    unit_label = ""
    role_label = ""

    def is_current(self) -> bool:
        return True


VISITOR = Visitor()


@dataclass(frozen=True)
class Audience:
    """Who is told: ``persons`` gives the keys of the people concerned with one subject."""

    name: str
    label: str
    persons: Callable[[Any], Iterable[Any]] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Permission:
    """Who may take a step; ``decides`` marks the deciding authority, whose steps an open proposal holds back.

    ``audience`` are those who could, told when a proposal waits for their signature.
    """

    name: str
    label: str
    holds: Callable[[Any, Seat], bool] = field(repr=False, compare=False)
    decides: bool = False
    audience: Audience | None = None
    visitors: bool = False  # whether somebody who is not signed in may, too
    # In whose commission the seat acts, written into the record as 受托; empty for whoever acts in his own right.
    on_behalf: Callable[[Any, Seat], str] = field(default=lambda subject, seat: "", repr=False, compare=False)

    def allows(self, subject: Any, seat: Seat | None) -> bool:
        """Deny by default: without a seat nothing, the timer only what is SYSTEM's, and people never that."""
        # A request's seat may be a lazy None, which only its truth gives away.
        if not seat:
            return False
        if seat is TIMER or self is SYSTEM:
            return seat is TIMER and self is SYSTEM
        if seat is VISITOR:
            return self.visitors
        return seat.is_current() and self.holds(subject, seat)


# The target of a step that may be taken in several states and moves none of them.
STAYS = ""
SYSTEM = Permission("system", "系统定时", holds=lambda subject, seat: seat is TIMER)


@dataclass(frozen=True)
class Refusal:
    """One reason why a step is not open, with the article that it rests on."""

    sentence: str
    article: str

    @property
    def article_cited(self) -> str:
        return cite(self.article)


@dataclass(frozen=True)
class Guard:
    """A condition that explains itself; ``on_data`` ones need the filled form and are not asked for a button."""

    check: Callable[[Any, "Act"], str | None] = field(compare=False)
    article: str
    on_data: bool = False

    @property
    def name(self) -> str:
        return self.check.__name__

    def refusal(self, subject: Any, act: "Act") -> Refusal | None:
        sentence = self.check(subject, act)
        return Refusal(sentence, self.article) if sentence else None


def guard(article: str, *, on_data: bool = False) -> Callable[[Callable[[Any, "Act"], str | None]], Guard]:
    """Make a guard of a function that returns nothing, or a sentence for the person."""

    def declare(check: Callable[[Any, "Act"], str | None]) -> Guard:
        return Guard(check, article, on_data)

    return declare


@dataclass(frozen=True)
class Fixed:
    """An instant that is given and not counted, with the reason for it; exclusive, like every end.

    ``remind_at`` are moments at which to remind beside the days before the end.
    """

    due_at: datetime
    why: str
    remind_at: "tuple[datetime, ...]" = ()


@dataclass(frozen=True)
class Due:
    """A date that a step opens; ``fires`` names the timer's step, without it the date only reminds and is shown.

    Of what comes round again ``reckon`` gives each cycle's date by its number, such as the year.
    """

    kind: str
    label: str
    article: str
    reckon: "Callable[[Any, Act], Reckoned | Fixed | Mapping[int, Reckoned | Fixed] | None]" = field(
        repr=False, compare=False
    )
    reminders: tuple[int, ...] = ()  # whole days before the end
    fires: str = ""
    tells: tuple[Audience, ...] = ()


@dataclass(frozen=True)
class Step:
    """One declared step of a machine; see ``step``.

    A caused step has no permission of its own; ``two_person`` names who signs what the permission proposes.
    """

    name: str
    label: str
    article: str
    source: tuple[str, ...]
    target: str
    permission: Permission | None
    guards: tuple[Guard, ...] = ()
    form: str = ""
    opens: tuple[Due, ...] = ()
    closes: tuple[str, ...] = ()
    notifies: tuple[Audience, ...] = ()
    two_person: Permission | None = None
    caused_by: tuple[str, ...] = ()
    locks: tuple[Callable[[Any], Any], ...] = ()
    public_label: str = ""
    summary: str = ""

    @property
    def decides(self) -> bool:
        return self.permission is not None and self.permission.decides

    def leads_to(self, state: str) -> str:
        """Where the step leads from a state: its target, or nowhere else."""
        return self.target or state

    @property
    def edges(self) -> "tuple[tuple[str, str], ...]":
        """From where to where, state by state."""
        return tuple((state, self.leads_to(state)) for state in self.source)

    def permits(self, subject: Any, seat: Seat | None) -> bool:
        """Nobody presses a caused step."""
        return self.permission is not None and self.permission.allows(subject, seat)


def step(
    label: str,
    *,
    article: str,
    source: str | Sequence[str],
    target: str,
    permission: Permission | None = None,
    guards: Sequence[Guard] = (),
    form: str = "",
    opens: Sequence[Due] = (),
    closes: Sequence[str] = (),
    notifies: Sequence[Audience] = (),
    two_person: Permission | None = None,
    caused_by: str | Sequence[str] = (),
    locks: Sequence[Callable[[Any], Any]] = (),
    public_label: str = "",
    summary: str = "",
) -> Callable[[Callable[[Any, "Act"], None]], Callable[[Any, "Act"], None]]:
    """Declare a step: check, button, refusal, chart, role table and contract tests all come from here."""
    return _declaring(
        Step(
            name="",  # the method's, below
            label=label,
            article=article,
            source=_listed(source),
            target=str(target),
            permission=permission,
            guards=tuple(guards),
            form=form,
            opens=tuple(opens),
            closes=tuple(closes),
            notifies=tuple(notifies),
            two_person=two_person,
            caused_by=_listed(caused_by),
            locks=tuple(locks),
            public_label=public_label or label,
            summary=summary,
        )
    )


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    return (str(names),) if isinstance(names, str) else tuple(str(name) for name in names)


def _declaring(step: Step) -> Callable[[Callable[[Any, "Act"], None]], Callable[[Any, "Act"], None]]:
    """What makes the step of a method, once the declaration makes sense."""
    if "*" in step.source or not step.source:
        raise TypeError(f"{step.label}：来源状态必须逐一写明")
    if (step.permission is None) == (not step.caused_by):
        raise TypeError(f"{step.label}：permission 与 caused_by 必须且只能写一个")
    if step.caused_by and (step.form or step.two_person):
        raise TypeError(f"{step.label}：表单和两人办理由起因步骤决定，不在被带动的步骤上写")
    return partial(_declare, step)


def _declare(step: Step, method: Callable[[Any, "Act"], None]) -> Callable[[Any, "Act"], None]:
    named = replace(step, name=method.__name__, summary=step.summary or (method.__doc__ or "").strip())
    wrapped = transition(field="state", source=list(named.source), target=named.target or None, custom={"step": named})(
        method
    )
    wrapped.step = named
    return wrapped  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Birth:
    """How a row of a machine comes into being: its first state, and who may start it under which article."""

    label: str
    article: str
    state: str
    permission: Permission | None = None
    guards: tuple[Guard, ...] = ()
    opens: tuple[Due, ...] = ()
    notifies: tuple[Audience, ...] = ()
    name: str = "start"
    caused_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.permission is None) == (not self.caused_by):
            raise TypeError(f"{self.label}：permission 与 caused_by 必须且只能写一个")

    @property
    def decides(self) -> bool:
        return self.permission is not None and self.permission.decides

    def permits(self, subject: Any, seat: Seat | None) -> bool:
        return self.permission is not None and self.permission.allows(subject, seat)
