"""纸质件: the four sealed copies of a version, who holds each since when, and the way it came (指南三（二）, 五)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from organisations.models import Membership, Role
from procedure import clock

from . import models
from .holding import held
from .models import Application, PaperReceipt, Version

COPIES = (1, 2, 3, 4)
# Whoever has something to do with paper records what came to the own unit, and nothing else.
RECORDERS = (
    *(Role.PREPARER, Role.SUBMITTER),
    *(Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER, Role.SAC_OFFICER),
)


@dataclass(frozen=True)
class Leg:
    """One receipt on the way of a copy; a corrected one stays to be seen and counts no more."""

    receipt: PaperReceipt
    corrected: bool


@dataclass(frozen=True)
class Copy:
    number: int
    legs: tuple[Leg, ...]

    @property
    def held(self) -> PaperReceipt | None:
        """The receipt by which it is where it is now."""
        counting = [leg.receipt for leg in self.legs if not leg.corrected]
        return counting[-1] if counting else None


def copies_of(receipts: Iterable[PaperReceipt]) -> list[Copy]:
    """The four copies of one version, from its receipts in the order in which they were recorded."""
    rows = list(receipts)
    return [Copy(number, _way([row for row in rows if number in row.copies])) for number in COPIES]


def by_version(application: Application) -> list[tuple[Version, list[Copy]]]:
    """The copies of every version, the newest version first."""
    versions = application.versions.defer("content").order_by("-number").prefetch_related("paper_receipts__holder")
    return [(version, copies_of(version.paper_receipts.all())) for version in versions]


def receive(application: Application, facts: dict[str, Any], *, seat: Membership) -> None:
    """Record what came to the seat's own unit; the same sent twice is recorded once."""
    same = {
        "version": facts["version"], "holder": seat.unit, "copies": sorted(facts["copies"]),
        "received_on": facts["received_on"], "note": facts["note"],
    }  # fmt: skip
    with held(application):
        if not PaperReceipt.objects.filter(**same).exists():
            models.PaperReceipt.objects.create(by=seat.person, by_name=seat.name_shown, at=clock.now(), **same)


def recorded_by(seat: Membership, application: Application) -> set[tuple[Any, int]]:
    """The copies, by version, that the seat's unit has recorded before."""
    rows = PaperReceipt.objects.filter(version__application=application, holder=seat.unit_id)
    return {(version, copy) for version, copies in rows.values_list("version", "copies") for copy in copies}


def may_record(application: Application, seat: Membership) -> bool:
    """Own unit alone; before anything was filed there is no paper."""
    return seat.role in RECORDERS and application.current_id is not None


def _way(rows: list[PaperReceipt]) -> tuple[Leg, ...]:
    """By the days of receipt; a unit's further one corrects its former one unless the copy was elsewhere between."""
    corrected: set[int] = set()
    for position, row in enumerate(rows):
        counting = [each for each in rows[:position] if each.pk not in corrected]
        former = next((each for each in reversed(counting) if each.holder_id == row.holder_id), None)
        if former is not None and not _elsewhere(counting, former, row):
            corrected.add(former.pk)
    ordered = sorted(rows, key=lambda row: (row.received_on, row.pk))
    return tuple(Leg(row, row.pk in corrected) for row in ordered)


def _elsewhere(rows: list[PaperReceipt], former: PaperReceipt, later: PaperReceipt) -> bool:
    return any(
        each.holder_id != former.holder_id
        and (former.received_on, former.pk) < (each.received_on, each.pk) < (later.received_on, later.pk)
        for each in rows
    )
