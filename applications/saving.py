"""Saving the draft: a section or a row at a time, under lock, never over somebody else's newer text."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404

from documents import rich
from organisations.models import Membership
from procedure import clock

from . import models
from .models import Application, Kept, Narrative, Section
from .queries import plans_written_by
from .writable import is_draft, is_written

MATTERS = ("inner_name", "english_name", "kind", "organiser", "region", "sector")
TEXT, HTML = "text", "html"


class NotWritable(Http404):
    """The draft is not (any longer) this seat's to change; who typed something is given it back, else it is gone."""


@dataclass(frozen=True)
class Saved:
    section: Any


@dataclass(frozen=True)
class Conflict:
    """Somebody saved in between: the section as it stands now, and what was typed against an older version."""

    section: Any
    mine: dict[str, Any]


def save_section(
    application: Application, key: str, content: Mapping[str, Any], *, base: int, seat: Membership, form: str = TEXT
) -> Saved | Conflict:
    """Save one section grown from version ``base``; a stale one changes nothing and gives both texts back."""
    with transaction.atomic():
        locked = lock_draft(application, seat)
        section = locked.sections.select_for_update(no_key=True).filter(key=key).first()
        section = section or models.Section(application=locked, key=key, version=0)
        mine = dict(content)
        return grow(
            section, mine, base=base, stands=as_saved(section, form),
            write=lambda: write_section(section, mine, seat, form=form),
        )  # fmt: skip


def grow(
    part: Kept, mine: dict[str, Any], *, base: int, stands: dict[str, Any], write: Callable[[], None]
) -> Saved | Conflict:
    """Write ``mine`` over the part under lock, unless it stands in another version than the one it grew from.

    The same content again, an answer that was lost on its way say, is the receipt of the first save.
    """
    same = stands == mine
    if part.version != base and not same:
        return Conflict(part, mine)
    if not same or part.version == 0:
        write()
    return Saved(part)


def as_saved(section: Narrative, form: str) -> dict[str, Any]:
    """What stands in a section, read in the format of a save: plain text from before the editor is no change."""
    content = dict(section.content)
    if form == HTML and section.format == TEXT:
        return content | {"text": rich.from_text(section.text)}
    return content


def lock_draft(application: Application, seat: Membership) -> Application:
    """The draft under lock, so that nothing is saved while it is being submitted. Raises NotWritable."""
    rows = plans_written_by(seat).select_for_update(of=("self",), no_key=True)
    locked = rows.filter(pk=application.pk).first()
    # Asked anew under the lock: what a statement that had to wait sees beside its row is as it was before.
    if locked is None or not is_written(locked):
        raise NotWritable
    return locked


def write_section(section: Section, content: dict[str, Any], seat: Membership, *, form: str = TEXT) -> None:
    """The next version of a section that is under lock, kept as a state of its own."""
    write_narrative(section, content, seat, form=form)
    models.SectionState.objects.create(
        section=section,
        version=section.version,
        format=section.format,
        content=content,
        saved_at=section.saved_at,
        saved_by=section.saved_by,
    )


def write_narrative(section: Narrative, content: dict[str, Any], seat: Membership, *, form: str) -> None:
    section.content, section.format, section.version = content, form, section.version + 1
    section.saved_at, section.saved_by = clock.now(), seat.person
    section.save()


def save_row(application: Application, form: Any, *, seat: Membership) -> models.LedgerRow | None:
    """Add or change a typed row; None if somebody changed or removed it since it was read."""
    with transaction.atomic():
        locked = lock_draft(application, seat)
        row = form.instance
        if form.cleaned_data["base"] or not row._state.adding:
            stored = type(row).objects.select_for_update(no_key=True).filter(pk=row.pk, application=locked).first()
            if stored is None or stored.version != form.cleaned_data["base"]:
                return None
            row.version = stored.version + 1
        else:
            row.application, row.position = locked, next_position(type(row).objects.filter(application=locked))
        if isinstance(row, models.Milestone) and row.task_id and not locked.tasks.filter(pk=row.task_id).exists():
            # Its task was removed since the form was shown.
            row.task = None
        row.save()
    return row


def remove_row(application: Application, model: Any, key: Any, *, base: int, seat: Membership) -> bool | None:
    """Take a row out of the draft as it was read; False if it is gone already, None if somebody changed it since.

    Frozen versions keep theirs.
    """
    with transaction.atomic():
        locked = lock_draft(application, seat)
        row = model.objects.select_for_update(no_key=True).filter(application=locked, pk=key).first()
        if row is None:
            return False
        if row.version != base:
            return None
        row.delete()
    return True


def matters_base(application: Application) -> str:
    """What the matters of a draft are, in short: a form that carries another value was opened before a change."""
    facts = [str(getattr(application, f"{name}_id", getattr(application, name))) for name in MATTERS]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def save_matters(application: Application, form: Any, *, base: str, seat: Membership) -> Application | None:
    """Change name, type, organiser, region or sector of a draft; the draft as it stands if somebody changed them.

    What was filed once with SAC keeps them. Raises NotWritable.
    """
    with transaction.atomic():
        locked: Any = lock_draft(application, seat)
        if not is_draft(locked):
            raise NotWritable
        if matters_base(locked) != base:
            return locked
        for name in form.cleaned_data:
            setattr(locked, name, form.cleaned_data[name])
        if locked.recommender_id != form.recommender.pk:
            # To the new one it has not been endorsed yet: until then it sees nothing of it.
            locked.recommender, locked.endorsed_at = form.recommender, None
        # simple-history reads who and why from these.
        locked._history_user = seat.person
        locked._change_reason = "修改申报事项"
        locked.save()
    return None


def next_position(rows: Any) -> int:
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return 1 if last is None else last + 1
