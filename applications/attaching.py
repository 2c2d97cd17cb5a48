"""Attachments of the draft: each file kept or refused by itself, renamed, moved, and taken out again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from documents import uploads
from documents.models import File
from organisations.models import Membership
from procedure import clock

from . import models, sections
from .models import Application, Attachment, FailedUpload
from .saving import lock_draft, next_position, write_section

LARGEST_TOGETHER = 200 * 1024 * 1024


@dataclass
class Upload:
    """What became of one round: the files that are kept, those that are not, and what to know of the former."""

    kept: list[Attachment] = field(default_factory=list)
    failed: list[FailedUpload] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def attach(
    application: Application, files: Iterable[UploadedFile], *, kind: str, seat: Membership, title: str = ""
) -> Upload:
    """Keep each file that may be kept; a refused one is listed with its reason and touches no other."""
    done = Upload()
    for file in files:
        try:
            checked = uploads.check(file)
            done.kept.append(_keep(application, file, checked, kind=kind, title=title, seat=seat))
            done.notes += checked.notes
        except ValidationError as refused:
            done.failed.append(_fail(application, file.name or "", " ".join(refused.messages), seat))
    return done


def _keep(
    application: Application, file: UploadedFile, checked: uploads.Checked, *, kind: str, title: str, seat: Membership
) -> Attachment:
    with transaction.atomic():
        locked = lock_draft(application, seat)
        _refuse_too_much(used_by(locked), checked.size)
        stored = File.store(file, checked.name, seat.person, checked.content_type)
        return models.Attachment.objects.create(
            application=locked,
            file=stored,
            title=(title or checked.name.rsplit(".", 1)[0])[:120],
            kind=kind,
            position=next_position(locked.attachments.all()),
        )


def _fail(application: Application, name: str, reason: str, seat: Membership) -> FailedUpload:
    with transaction.atomic():
        locked = lock_draft(application, seat)
        return models.FailedUpload.objects.create(
            application=locked, name=name[:200], reason=reason, at=clock.now(), by=seat.person
        )


def kept(application: Application) -> Any:
    """The draft's attachments in their order."""
    return application.attachments.filter(removed_at__isnull=True).select_related("file")


def used_by(application: Application) -> int:
    """The bytes of the draft's attachments together."""
    total = application.attachments.filter(removed_at__isnull=True).aggregate(total=Sum("file__size"))["total"]
    return total or 0


def _refuse_too_much(used: int, more: int) -> None:
    if used + more > LARGEST_TOGETHER:
        left = max(LARGEST_TOGETHER - used, 0) / 1024 / 1024
        raise ValidationError(f"附件合计不能超过 200 MB，还可上传 {left:.1f} MB；请压缩或先移除其他附件。")


def failed(application: Application) -> Any:
    """The files that could not be kept and that nobody has dismissed or sent again."""
    return application.failed_uploads.filter(dismissed_at__isnull=True)


def dismiss(application: Application, key: int, *, seat: Membership) -> bool:
    with transaction.atomic():
        locked = lock_draft(application, seat)
        return bool(failed(locked).filter(pk=key).update(dismissed_at=clock.now()))


def change(application: Application, key: int, *, title: str, kind: str, seat: Membership) -> Attachment | None:
    """Another name or kind; None if it is gone. What was filed keeps its own: the draft goes on with a second link."""
    with transaction.atomic():
        locked = lock_draft(application, seat)
        row = locked.attachments.select_for_update(no_key=True).filter(pk=key, removed_at__isnull=True).first()
        if row is None or (row.title, row.kind) == (title, kind):
            return row
        if row.frozen_at is None:
            row.title, row.kind = title, kind
            row.save(update_fields=["title", "kind"])
            return row
        fresh = models.Attachment.objects.create(
            application=locked, file=row.file, title=title, kind=kind, position=row.position
        )
        _take_out(locked, row.pk, seat, instead=fresh.pk)
        return fresh


def move(application: Application, key: int, *, by: int, seat: Membership) -> bool:
    """One place up (-1) or down (1)."""
    with transaction.atomic():
        locked = lock_draft(application, seat)
        rows = list(locked.attachments.select_for_update(no_key=True).filter(removed_at__isnull=True))
        here = next((place for place, row in enumerate(rows) if row.pk == key), None)
        if here is None or not 0 <= here + by < len(rows):
            return False
        rows[here], rows[here + by] = rows[here + by], rows[here]
        for position, row in enumerate(rows, start=1):
            row.position = position
        models.Attachment.objects.bulk_update(rows, ["position"])
    return True


def detach(application: Application, key: int, *, seat: Membership) -> list[int] | None:
    """Take a file out of the draft, and out of the answers that name it: their numbers; None if it was gone."""
    with transaction.atomic():
        locked = lock_draft(application, seat)
        return _take_out(locked, key, seat)


def _take_out(locked: Application, key: int, seat: Membership, instead: int | None = None) -> list[int] | None:
    if not locked.attachments.filter(pk=key, removed_at__isnull=True).update(removed_at=clock.now()):
        return None
    numbers = []
    for number, section in answers_naming(locked, key):
        evidence = [str(instead) if each == str(key) and instead else each for each in section.content["evidence"]]
        content = section.content | {"evidence": [each for each in evidence if each != str(key)]}
        write_section(section, content, seat)
        numbers.append(number)
    return numbers


def answers_naming(application: Application, key: int) -> list[tuple[int, models.Section]]:
    """The answers to conditions that name an attachment as evidence, each with its condition's number."""
    return [(number, section) for number, section in _answers(application) if str(key) in _evidence(section)]


def uses(application: Application) -> dict[str, list[int]]:
    """For each attachment the numbers of the conditions that it proves."""
    found: dict[str, list[int]] = {}
    for number, section in _answers(application):
        for key in _evidence(section):
            found.setdefault(key, []).append(number)
    return found


def _answers(application: Application) -> list[tuple[int, models.Section]]:
    conditions = application.call.conditions(application.kind)
    numbers = {sections.of_condition(each.key): number for number, each in enumerate(conditions, start=1)}
    rows = application.sections.filter(key__startswith=sections.of_condition("")).order_by("key")
    return sorted(((numbers.get(row.key, 0), row) for row in rows), key=lambda pair: pair[0])


def _evidence(section: models.Section) -> list[str]:
    return [str(key) for key in section.content.get("evidence", [])]
