"""研究审议: the candidates of a call, what is planned and what is there, and exceptions for a place (指南一)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from bases.models import Base
from organisations.deciding import SAC
from organisations.models import Membership, Role
from organisations.rulings import groups
from procedure import clock
from procedure.holding import open_on
from procedure.models import Record

from . import models
from .holding import Moved, held
from .listing import after
from .models import Application, Call, PlaceException, Publication
from .procedure import BaseKind, State, places
from .queries import visible_to

SIZE = 25
READERS = SAC
# Where an exception can still make a difference.
EXCEPTABLE = (State.DELIBERATION, State.PUBLICITY, State.DECISION)
_CONCLUSIONS = {"record_pass": "通过", "record_revise": "修改完善后通过", "record_guide_pass": "通过"}
_HELD = "本案有待签批的提请；请先由提请人撤回或者由审批人退回，再记录或者取消例外，以免签批的人没有看到。"


@dataclass(frozen=True)
class Opinion:
    """What the experts said of a case, as far as SAC's people read it: words, scores by aspect, how many dissent."""

    text: str = ""
    scores: Sequence[tuple[str, str]] = ()
    dissents: int = 0


# The rooms above that know opinions put a source here: keys of applications to opinions.
OPINIONS: list[Callable[[Sequence[Any]], Mapping[Any, Opinion]]] = []


@dataclass(frozen=True)
class Candidate:
    application: Application
    conclusion: str
    concluded_at: datetime | None
    opinion: Opinion
    taken: Sequence[Base]
    around: Sequence[Base]
    exception: PlaceException | None
    refusal: str | None


@dataclass(frozen=True)
class Page:
    rows: Sequence[Candidate]
    following: str


@dataclass(frozen=True)
class Line:
    """A type, an area or a sector with its numbers: living bases, being considered, published, approved in the call."""

    name: str
    living: int
    considered: int
    published: int
    approved: int
    kind: str = ""


# The candidates


def calls_considered(seat: Membership) -> list[Call]:
    """The calls in which something is to be considered, the newest first."""
    keys = considered(seat).values("call")
    return list(Call.objects.filter(pk__in=keys).order_by("-opens_at", "pk"))


def considered(seat: Membership) -> QuerySet[Application]:
    if seat.role not in READERS:
        return models.Application.objects.none()
    return visible_to(seat).filter(state=State.DELIBERATION)


def page_of(call: Call, seat: Membership, key: str = "") -> Page:
    """The candidates of a call, the longest waiting first."""
    rows = considered(seat).filter(call=call).order_by("since", "id")
    found = list(
        after(rows, key).select_related(
            "call", "unit", "organiser", "recommender", "region__parent", "sector", "current"
        ).defer("current__content")[: SIZE + 1]
    )  # fmt: skip
    shown = found[:SIZE]
    following = f"{shown[-1].since.isoformat()}~{shown[-1].pk}" if len(found) > SIZE else ""
    return Page(_candidates(shown), following)


def _candidates(rows: Sequence[Application]) -> list[Candidate]:
    keys = [row.pk for row in rows]
    concluded, opinions, excepted = _concluded(keys), opinions_of(keys), _exceptions(keys)
    alive, alike = list(places.living().select_related("region", "sector")), groups()
    return [
        _candidate(row, concluded.get(row.pk), opinions.get(row.pk), excepted.get(row.pk), alive, alike) for row in rows
    ]


def _candidate(
    row: Application, record: Record | None, opinion: Opinion | None, exception: PlaceException | None,
    alive: Sequence[Base], alike: Mapping[int, set[int]],
) -> Candidate:  # fmt: skip
    group = alike.get(row.sector_id, {row.sector_id}) if row.sector_id else set()
    taken = [base for base in alive if places.takes_place(base, row, group)]
    return Candidate(
        application=row,
        conclusion=_CONCLUSIONS[record.step] if record else "",
        concluded_at=record.at if record else None,
        opinion=opinion or Opinion(),
        taken=taken,
        around=[base for base in alive if places.lies_around(base, row, group)],
        exception=exception,
        refusal=places.refusal(row, taken, excepted=exception is not None),
    )


def _concluded(keys: Sequence[Any]) -> dict[Any, Record]:
    rows = Record.objects.filter(root__in=keys, machine="application", step__in=_CONCLUSIONS)
    return {row.subject_id: row for row in rows.order_by("id")}


def opinions_of(keys: Sequence[Any]) -> dict[Any, Opinion]:
    return {key: opinion for source in OPINIONS for key, opinion in source(keys).items()}


def _exceptions(keys: Sequence[Any]) -> dict[Any, PlaceException]:
    rows = models.PlaceException.objects.filter(application__in=keys, ended_at__isnull=True)
    return {row.application_id: row for row in rows}


# The numbers


def by_kind(call: Call) -> list[Line]:
    """For each type of the call what there is of what is planned."""
    alive = _counts(Base.objects.exclude(state__in=places.ENDED_BASES), "kind")
    counted = {row["kind"]: row for row in _counted(call, "kind")}
    return [_line(BaseKind(kind).label, alive.get(kind, 0), counted.get(kind, {}), kind) for kind in call.kinds]


def by_region(call: Call) -> list[Line]:
    """The areas for which a regional base is considered, published or approved."""
    alive = _counts(places.living().filter(kind=BaseKind.REGIONAL), "region")
    rows = _counted(call, "region", "region__name", kind=BaseKind.REGIONAL)
    return [_line(row["region__name"], alive.get(row["region"], 0), row) for row in rows]


def by_sector(call: Call) -> list[Line]:
    """The same by sector; entries that SAC ruled to be one share their bases."""
    alive, alike = _counts(places.living().filter(kind=BaseKind.SECTOR), "sector"), groups()
    rows = _counted(call, "sector", "sector__name", kind=BaseKind.SECTOR)
    return [
        _line(row["sector__name"], sum(alive.get(key, 0) for key in alike.get(row["sector"], {row["sector"]})), row)
        for row in rows
    ]


def _counts(bases: QuerySet[Base], field: str) -> dict[Any, int]:
    return dict(bases.order_by().values_list(field).annotate(count=Count("pk")))


def _counted(call: Call, *fields: str, **only: Any) -> Iterable[dict[str, Any]]:
    """What is considered, published and approved, by these fields; one query."""
    rows = Application.objects.filter(
        call=call, state__in=(State.DELIBERATION, State.PUBLICITY, State.DECISION, State.APPROVED), **only
    )
    return (
        rows.order_by(fields[-1])
        .values(*fields)
        .annotate(
            considered=Count("pk", filter=Q(state=State.DELIBERATION)),
            published=Count("pk", filter=Q(state__in=(State.PUBLICITY, State.DECISION))),
            approved=Count("pk", filter=Q(state=State.APPROVED)),
        )
    )


def _line(name: str, living: int, row: Mapping[str, Any], kind: str = "") -> Line:
    return Line(name, living, row.get("considered", 0), row.get("published", 0), row.get("approved", 0), kind)


# Exceptions


def may_except(application: Application, seat: Membership) -> bool:
    """Whether an exception would open the place to it, or stands and can be ended."""
    if seat.role != Role.SAC_OFFICER or application.state not in EXCEPTABLE:
        return False
    return current_exception(application) is not None or _would_help(application)


def current_exception(application: Application) -> PlaceException | None:
    return models.PlaceException.objects.filter(application=application.pk, ended_at__isnull=True).first()


def exceptions_on(subject: Any) -> list[PlaceException]:
    """Those that hold for a case, or for the cases of a publication: whoever signs has them before him."""
    keys = [subject.pk]
    if isinstance(subject, Publication):
        keys = list(subject.cases.filter(pulled_at__isnull=True).values_list("application", flat=True))
    rows = models.PlaceException.objects.filter(application__in=keys, ended_at__isnull=True)
    return list(rows.select_related("application"))


def exceptions_of(application: Application) -> list[PlaceException]:
    """All that were recorded, each followed by the row that ended it."""
    rows = list(models.PlaceException.objects.filter(application=application.pk))
    for place, row in enumerate(rows):
        row.is_end = place % 2 == 1  # type: ignore[attr-defined]
    return rows


def record_exception(application: Application, reason: str, *, seat: Membership) -> None:
    """Record why a second base may be built here. Raises Moved."""
    with _held(application) as locked:
        if current_exception(locked) is not None:
            raise Moved("本案已经记录了例外；要改理由，请先取消，再重新记录。")
        if not _would_help(locked):
            raise Moved("这里不需要例外，或者例外不能改变结果，请看研究审议中的说明。")
        _write(locked, reason, seat)


def end_exception(application: Application, reason: str, *, seat: Membership) -> None:
    """End it by a row of its own, born ended, which says who did so and why. Raises Moved."""
    with _held(application) as locked:
        now = clock.now()
        open_now = models.PlaceException.objects.filter(application=locked, ended_at__isnull=True)
        if not open_now.update(ended_at=now):
            raise Moved("例外已经取消。")
        _write(locked, reason, seat, ended_at=now)


@contextmanager
def _held(application: Application) -> Iterator[Application]:
    with held(application, *EXCEPTABLE) as locked:
        if open_on(locked.root) is not None:
            raise Moved(_HELD)
        yield locked


def _write(application: Application, reason: str, seat: Membership, **facts: Any) -> None:
    models.PlaceException.objects.create(
        application=application, reason=reason, by=seat.person, by_name=seat.name_shown, at=clock.now(), **facts
    )


def _would_help(application: Application) -> bool:
    taken = places.living_in_place(application)
    return bool(taken) and places.refusal(application, taken, excepted=True) is None
