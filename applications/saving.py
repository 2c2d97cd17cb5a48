"""Saving the draft: a section or a row at a time, under lock, never over somebody else's newer text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from organisations.models import Membership

from . import models
from .models import Application, Section
from .queries import drafts_writable_by


class NotWritable(Exception):
    """The draft is not (any longer) this seat's to change."""


@dataclass(frozen=True)
class Saved:
    section: Section


@dataclass(frozen=True)
class Conflict:
    """Somebody saved in between: the section as it stands now, and what was typed against an older version."""

    section: Section
    mine: dict[str, Any]


def save_section(
    application: Application, key: str, content: Mapping[str, Any], *, base: int, seat: Membership
) -> Saved | Conflict:
    """Save one section grown from version ``base``; a stale one changes nothing and gives both texts back."""
    with transaction.atomic():
        locked = lock_draft(application, seat)
        section = locked.sections.select_for_update(no_key=True).filter(key=key).first()
        section = section or models.Section(application=locked, key=key, version=0)
        mine = dict(content)
        if section.version != base and section.content != mine:
            return Conflict(section, mine)
        if section.content != mine or section.version == 0:
            _write(section, mine, seat)
    return Saved(section)


def lock_draft(application: Application, seat: Membership) -> Application:
    """The draft under lock, so that nothing is saved while it is being submitted. Raises NotWritable."""
    rows = drafts_writable_by(seat).select_for_update(of=("self",), no_key=True)
    locked = rows.filter(pk=application.pk).first()
    if locked is None:
        raise NotWritable
    return locked


def _write(section: Section, content: dict[str, Any], seat: Membership) -> None:
    section.content, section.version = content, section.version + 1
    section.saved_at, section.saved_by = timezone.now(), seat.person
    section.save()
    models.SectionState.objects.create(
        section=section,
        version=section.version,
        format=section.format,
        content=content,
        saved_at=section.saved_at,
        saved_by=section.saved_by,
    )
