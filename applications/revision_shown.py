"""A revision as it is read: each point with its reply, the passage that was changed, and what was found of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock

from . import models, revising
from .freezing import content_of
from .models import Application, PointReply, RevisionPoint, RevisionRound
from .procedure import State
from .version_changes import Part, changes

_APPLICANTS = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN)
READERS = (*_APPLICANTS, Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER, *SAC)


@dataclass(frozen=True)
class Answered:
    """One point in one round; ``part`` is the passage against the reviewed version, where that is known."""

    point: RevisionPoint
    reply: PointReply | None
    part: Part | None = None

    @property
    def about(self) -> str:
        return revising.heading_of(self.point.section)

    @property
    def where(self) -> str:
        return revising.heading_of(self.reply.section) if self.reply and self.reply.section else ""


@dataclass(frozen=True)
class Round:
    """A round with its points; ``checked`` where the reader may know what was found."""

    row: RevisionRound
    points: tuple[Answered, ...]
    checked: bool


@dataclass(frozen=True)
class Passages:
    """What differs from the reviewed version: behind which point, and what no point explains."""

    parts: Mapping[str, Part]
    others: tuple[Part, ...]


def rounds_for(application: Application, seat: Membership) -> list[Round]:
    """All rounds, the newest first. Of one that runs only the applicant sees the replies, of a check only SAC."""
    points = list(models.RevisionPoint.objects.filter(application=application.pk))
    rows = models.RevisionRound.objects.filter(application=application.pk).select_related("version", "reviewed")
    rows = rows.defer("version__content", "reviewed__content").prefetch_related("replies__saved_by").order_by("-number")
    return [_round(application, seat, row, points, last=place == 0) for place, row in enumerate(rows)]


def _round(
    application: Application, seat: Membership, row: RevisionRound, points: list[RevisionPoint], *, last: bool
) -> Round:
    sees = row.filed_at is not None or seat.role in _APPLICANTS
    replies = {reply.point_id: reply for reply in row.replies.all()} if sees else {}
    checking = last and application.state == State.REVISION_CHECK
    return Round(
        row,
        tuple(Answered(point, replies.get(point.pk)) for point in points),
        checked=seat.role in SAC or not checking,
    )


def passages(running: RevisionRound, content: Mapping[str, Any], replies: Iterable[PointReply]) -> Passages:
    """What of a plan differs from what the experts reviewed."""
    parts = {part.key: part for part in changes(running.reviewed.content, content)}
    named = {revising.part_of(reply.section) for reply in replies}
    points = models.RevisionPoint.objects.filter(application=running.application_id)
    explained = named | {revising.part_of(section) for section in points.values_list("section", flat=True)}
    others = tuple(part for key, part in parts.items() if part.differs and key not in explained)
    return Passages(parts, others)


def as_it_stands(application: Application, running: RevisionRound) -> Mapping[str, Any]:
    """The plan that a round brought; while it runs the one that is being written."""
    if running.version is not None:
        content: Mapping[str, Any] = running.version.content
        return content
    return content_of(application, clock.today())


def place_of(point: RevisionPoint, reply: PointReply | None) -> str:
    """The part in which to look for what became of a point."""
    return revising.part_of((reply.section if reply else "") or point.section)
