"""Saving an open dossier: a section or an entry at a time, under lock, never over somebody else's newer text."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from applications.saving import HTML, Conflict, NotWritable, Saved, as_saved, grow, write_narrative
from assessments import models
from documents.models import File
from documents.uploads import Checked
from organisations.models import Membership
from procedure import clock
from procedure.locking import lock_root

from .owning import may_write

if TYPE_CHECKING:
    from assessments.models import Dossier, DossierFile, LedgerEntry

# What an entry says; the row that it speaks of is none of its fields.
SAYS = ("value", "status", "note")


def save_section(
    dossier: "Dossier", key: str, content: Mapping[str, Any], *, base: int, seat: Membership
) -> Saved | Conflict:
    """Save one section grown from version ``base``; a stale one changes nothing and gives both texts back."""
    with transaction.atomic():
        locked = lock(dossier, seat)
        section = locked.sections.select_for_update(no_key=True).filter(key=key).first()
        section = section or models.DossierSection(dossier=locked, key=key, version=0)
        mine = dict(content)
        return grow(
            section, mine, base=base, stands=as_saved(section, HTML),
            write=lambda: write_narrative(section, mine, seat, form=HTML),
        )  # fmt: skip


def save_entry(entry: "LedgerEntry", said: Mapping[str, str], *, base: int, seat: Membership) -> Saved | Conflict:
    """The same for what is said of one promised row."""
    with transaction.atomic():
        locked = lock(entry.dossier, seat)
        stored = locked.entries.select_for_update(no_key=True).get(pk=entry.pk)
        mine = {name: said[name] for name in SAYS if name in said}
        stands = {name: getattr(stored, name) for name in mine}
        return grow(stored, mine, base=base, stands=stands, write=lambda: _write(stored, mine, seat))


def attach(
    dossier: "Dossier", files: Iterable[tuple[Any, Checked]], *, seat: Membership,
    entry: "LedgerEntry | None" = None, title: str = "",
) -> list["DossierFile"]:  # fmt: skip
    """Keep files, as the evidence of one entry or of the whole."""
    with transaction.atomic():
        locked = lock(dossier, seat)
        return [
            models.DossierFile.objects.create(
                dossier=locked, entry=entry, title=(title or checked.name.rsplit(".", 1)[0])[:120],
                added_at=clock.now(), file=File.store(upload, checked.name, seat.person, checked.content_type),
            )
            for upload, checked in files
        ]  # fmt: skip


def detach(file: "DossierFile", *, seat: Membership) -> None:
    """Take a file out of the open dossier; twice is once."""
    with transaction.atomic():
        locked = lock(file.dossier, seat)
        locked.files.filter(pk=file.pk, removed_at=None).update(removed_at=clock.now())


def lock(dossier: "Dossier", seat: Membership) -> "Dossier":
    """The open dossier under its base's lock, so that nothing is saved while it is being filed. Raises NotWritable."""
    lock_root(dossier.base)
    locked = models.Dossier.objects.select_related("base").get(pk=dossier.pk)
    if not locked.is_open or not may_write(locked, seat):
        raise NotWritable
    return locked


def _write(entry: "LedgerEntry", mine: dict[str, str], seat: Membership) -> None:
    for name, value in mine.items():
        setattr(entry, name, value)
    entry.version, entry.saved_at, entry.saved_by = entry.version + 1, clock.now(), seat.person
    entry.save()
