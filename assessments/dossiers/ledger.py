"""The promise ledger of a base: each promised row with every value that was reported for it, in the order of time."""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet

from assessments import models
from bases.models import Base, BaseIndicator, number_in
from bases.promising import as_promised
from procedure.reckoning import chinese_date

from .asked import REPORTING

if TYPE_CHECKING:
    from assessments.models import Dossier, DossierFile, LedgerEntry

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Reported:
    """What one dossier says of a row; ``at`` is None as long as it is being written."""

    at: datetime | None
    source: str
    dossier: uuid.UUID
    value: str
    number: Decimal | None
    status: str
    status_label: str
    note: str
    files: "tuple[DossierFile, ...]" = ()

    @property
    def words(self) -> str:
        """The value as it is read: of a milestone in a plan it is a day; what only looks like one stays."""
        if not _DAY.fullmatch(self.value):
            return self.value
        try:
            return chinese_date(date.fromisoformat(self.value))
        except ValueError:
            return self.value

    def says(self) -> tuple[str, str]:
        return self.value, self.status


@dataclass(frozen=True)
class Row:
    """A promised row as the base stands to it, and what was reported of it, the newest last."""

    rows: str
    promised: Any
    reports: tuple[Reported, ...] = ()

    @property
    def now(self) -> Reported | None:
        return self.reports[-1] if self.reports else None

    @property
    def last(self) -> Reported | None:
        """What was said the time before."""
        return self.reports[-2] if len(self.reports) > 1 else None

    @property
    def changed(self) -> bool:
        """Whether the newest says otherwise than the one before."""
        return self.last is not None and self.now is not None and self.now.says() != self.last.says()

    @property
    def midterm_number(self) -> Decimal | None:
        return number_in(self.promised.midterm) if isinstance(self.promised, BaseIndicator) else None

    @property
    def is_numeric(self) -> bool:
        return isinstance(self.promised, BaseIndicator) and self.promised.target_number is not None

    @property
    def share(self) -> int | None:
        """How far the newest number is on the way to the target, in per cent; where less is more, the reverse."""
        target = self.promised.target_number if self.is_numeric else None
        number = self.now.number if self.now else None
        if not target or number is None:
            return None
        if self.falls:
            return round(100 * target / number) if number > 0 else None
        return round(100 * number / target)

    @property
    def falls(self) -> bool:
        """Whether less is more, as of an error or a waiting time: the mid-term target lies above the last one."""
        midterm, target = self.midterm_number, self.promised.target_number
        return midterm is not None and target is not None and midterm > target


@dataclass(frozen=True)
class Ledger:
    """Every promise of a base; ``sources`` are the dossiers that reported, in the order of time."""

    tasks: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    milestones: list[Row] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.tasks or self.indicators or self.milestones)

    def row(self, key: uuid.UUID) -> Row:
        return next(row for row in (*self.tasks, *self.indicators, *self.milestones) if row.promised.pk == key)


def ledger_of(base: Base, dossier: "Dossier | None" = None, *, until: datetime | None = None) -> Ledger:
    """The ledger as it stands, or stood at a moment; with a dossier its own values are the newest."""
    reports = _reports(_entries(base, dossier, until))
    promised: dict[str, Iterable[Any]] = {
        "tasks": base.tasks.all(),
        "indicators": base.indicators.all(),
        "milestones": base.milestones.select_related("task"),
    }
    if until is not None:
        promised = {name: as_promised(base, rows, until) for name, rows in promised.items()}
    lists = {name: [Row(name, row, tuple(reports.get(row.pk, ()))) for row in rows] for name, rows in promised.items()}
    return Ledger(**lists, sources=_sources(lists))


def _sources(lists: dict[str, list[Row]]) -> list[str]:
    said = {report.dossier: report.source for rows in lists.values() for row in rows for report in row.reports}
    return list(said.values())


def _entries(base: Base, dossier: "Dossier | None", until: datetime | None) -> "list[LedgerEntry]":
    """The entries of what stands in the ledger, before the dossier if one is given, and then its own."""
    kept = Prefetch("files", models.DossierFile.objects.filter(removed_at=None).select_related("file"))
    rows: QuerySet[LedgerEntry] = models.LedgerEntry.objects.select_related("dossier").prefetch_related(kept)
    standing = rows.filter(
        dossier__base=base, dossier__kind__in=REPORTING, dossier__stands_at__isnull=False, dossier__set_aside_at=None
    ).order_by("dossier__stands_at", "dossier_id")
    if until is not None:
        standing = standing.filter(dossier__stands_at__lt=until)
    if dossier is None:
        return list(standing)
    own = rows.filter(dossier=dossier)
    if dossier.kind not in REPORTING:
        return list(own)
    before = standing.exclude(dossier=dossier)
    if dossier.filed_at is not None:
        before = before.filter(dossier__stands_at__lt=dossier.stands_at or dossier.filed_at)
    return [*before, *own]


def _reports(entries: "list[LedgerEntry]") -> dict[uuid.UUID, list[Reported]]:
    found: dict[uuid.UUID, list[Reported]] = defaultdict(list)
    for entry in entries:
        found[entry.row_id].append(
            Reported(
                at=entry.dossier.filed_at, source=entry.dossier.title, dossier=entry.dossier_id, value=entry.value,
                number=entry.number, status=entry.status, status_label=entry.get_status_display(), note=entry.note,
                files=tuple(entry.files.all()),
            )
        )  # fmt: skip
    return found
