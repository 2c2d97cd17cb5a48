"""Saving the draft: a section or a row at a time, under lock, never over somebody else's newer text."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.http import Http404

from documents.models import File
from organisations.models import Membership
from procedure import clock

from . import models
from .models import Application, Section
from .queries import drafts_writable_by

MATTERS = ("inner_name", "kind", "organiser", "region", "sector")
LARGEST_TOGETHER = 200 * 1024 * 1024


class NotWritable(Http404):
    """The draft is not (any longer) this seat's to change; who typed something is given it back, else it is gone."""


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
    section.saved_at, section.saved_by = clock.now(), seat.person
    section.save()
    models.SectionState.objects.create(
        section=section,
        version=section.version,
        format=section.format,
        content=content,
        saved_at=section.saved_at,
        saved_by=section.saved_by,
    )


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
            row.application, row.position = locked, _next_position(type(row).objects.filter(application=locked))
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


def attach(application: Application, form: Any, *, seat: Membership) -> models.Attachment:
    """Keep a checked upload and link it to the draft. Raises ValidationError if all together become too large."""
    with transaction.atomic():
        locked = lock_draft(application, seat)
        _refuse_too_much(used_by(locked), form.checked.size)
        file = File.store(form.cleaned_data["file"], form.checked.name, seat.person, form.checked.content_type)
        title = form.cleaned_data["title"] or form.checked.name.rsplit(".", 1)[0]
        position = _next_position(locked.attachments.all())
        return models.Attachment.objects.create(application=locked, file=file, title=title[:120], position=position)


def used_by(application: Application) -> int:
    """The bytes of the draft's attachments together."""
    total = application.attachments.filter(removed_at__isnull=True).aggregate(total=Sum("file__size"))["total"]
    return total or 0


def _refuse_too_much(used: int, more: int) -> None:
    if used + more > LARGEST_TOGETHER:
        left = max(LARGEST_TOGETHER - used, 0) / 1024 / 1024
        raise ValidationError(f"附件合计不能超过 200 MB，还可上传 {left:.1f} MB；请压缩或先移除其他附件。")


def detach(application: Application, key: int, *, seat: Membership) -> bool:
    with transaction.atomic():
        locked = lock_draft(application, seat)
        kept = locked.attachments.filter(pk=key, removed_at__isnull=True)
        return bool(kept.update(removed_at=clock.now()))


def matters_base(application: Application) -> str:
    """What the matters of a draft are, in short: a form that carries another value was opened before a change."""
    facts = [str(getattr(application, f"{name}_id", getattr(application, name))) for name in MATTERS]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def save_matters(application: Application, form: Any, *, base: str, seat: Membership) -> Application | None:
    """Change name, type, organiser, region or sector of a draft; the draft as it stands if somebody changed them."""
    with transaction.atomic():
        locked: Any = lock_draft(application, seat)
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


def _next_position(rows: Any) -> int:
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return 1 if last is None else last + 1
