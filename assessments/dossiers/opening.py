"""Opening a dossier: an entry for each promised row, begun with what was reported last."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from assessments import models
from bases.models import Base, BaseMilestone, number_in
from organisations.models import Membership
from procedure import clock

from .asked import FORMS, REPORTING, Asked

if TYPE_CHECKING:
    from assessments.models import Dossier, DossierSection, LedgerEntry


def open_dossier(base: Base, kind: str, title: str, *, seat: Membership) -> "Dossier":
    """A new dossier of a base; whoever opens it holds the base's root, as every step on it does."""
    # A plan begins with what was promised, a report with what was reported last.
    last = last_of(base) if FORMS[kind].reports else None
    dossier = _new(base, kind, title, seat, last)
    _add_entries(dossier, _entries(last) if last else {}, seat)
    if like := base.dossiers.filter(kind=kind, stands_at__isnull=False, set_aside_at=None).order_by("stands_at").last():
        carried = [part.key for part in FORMS[kind].parts if part.carried]
        _copy_sections(like.sections.filter(key__in=carried), dossier, seat)
    return dossier


def reopen(dossier: "Dossier", *, seat: Membership) -> "Dossier":
    """What was filed and returned goes on as another with all that it said; the filed one stays, set aside."""
    models.Dossier.objects.filter(pk=dossier.pk).update(set_aside_at=clock.now())
    again = _new(dossier.base, dossier.kind, dossier.title, seat, dossier)
    _add_entries(again, _entries(dossier), seat)
    _copy_sections(dossier.sections.all(), again, seat)
    entries = {entry.row_id: entry for entry in again.entries.all()}
    models.DossierFile.objects.bulk_create(
        models.DossierFile(
            dossier=again, entry=entries[row.entry.row_id] if row.entry else None, file_id=row.file_id,
            title=row.title, added_at=row.added_at,
        )
        for row in dossier.files.filter(removed_at=None).select_related("entry")
    )  # fmt: skip
    return again


def last_of(base: Base) -> "Dossier | None":
    """The dossier whose values stand in the base's ledger last."""
    rows = models.Dossier.objects.filter(base=base, kind__in=REPORTING, stands_at__isnull=False, set_aside_at=None)
    return rows.order_by("stands_at").last()


def _new(base: Base, kind: str, title: str, seat: Membership, source: "Dossier | None") -> "Dossier":
    return models.Dossier.objects.create(
        base=base, kind=kind, title=title, prefilled_from=source, opened_at=clock.now(), opened_by=seat.person
    )


def _entries(dossier: "Dossier") -> "dict[uuid.UUID, LedgerEntry]":
    return {entry.row_id: entry for entry in dossier.entries.select_related("dossier")}


def _add_entries(dossier: "Dossier", before: "dict[uuid.UUID, LedgerEntry]", seat: Membership) -> None:
    base, form = dossier.base, FORMS[dossier.kind]
    promised: dict[str, Any] = {"task": base.tasks, "indicator": base.indicators, "milestone": base.milestones}
    made = []
    for name, rows in promised.items():
        asked = form.rows[f"{name}s"]
        for row in rows.all() if asked != Asked() else ():
            entry = models.LedgerEntry(dossier=dossier, saved_at=clock.now(), saved_by=seat.person, **{name: row})
            _begin(entry, asked, before.get(row.pk), plans=not form.reports)
            made.append(entry)
    models.LedgerEntry.objects.bulk_create(made)


def _begin(entry: "LedgerEntry", asked: Asked, before: "LedgerEntry | None", *, plans: bool) -> None:
    """With what was said last, as far as it is asked again; a plan begins with what was promised."""
    if before is not None:
        said = before.status if before.status in asked.statuses else ""
        entry.value, entry.status = (before.value if asked.value else ""), said
        entry.note = before.note if before.dossier.kind == entry.dossier.kind else ""
    elif plans:
        entry.value = _promise(entry) if asked.value else ""
        entry.status = asked.statuses[0] if asked.statuses else ""
    if not entry.status and asked.ahead and isinstance(entry.promised, BaseMilestone):
        entry.status = asked.ahead if entry.promised.due > clock.today() else ""
    entry.number = number_in(entry.value)


def _promise(entry: "LedgerEntry") -> str:
    row = entry.promised
    return row.due.isoformat() if isinstance(row, BaseMilestone) else str(row.target)


def _copy_sections(rows: "QuerySet[DossierSection]", dossier: "Dossier", seat: Membership) -> None:
    models.DossierSection.objects.bulk_create(
        models.DossierSection(
            dossier=dossier, key=row.key, format=row.format, content=row.content, saved_at=clock.now(),
            saved_by=seat.person,
        )
        for row in rows
    )  # fmt: skip
