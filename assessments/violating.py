"""Opening a violation with its evidence, and the files that both sides add while the statement is awaited (办法36)."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from applications.models import Application
from bases.models import Base
from documents.models import File
from documents.uploads import Checked
from organisations.models import Membership, Role
from procedure.locking import lock_root
from procedure.perform import start

from . import models
from .models import Violation
from .procedure import ViolationState

FILES_CLOSED = "陈述申辩已经提交或者不再等待，材料不能再增加。"
Uploads = Iterable[tuple[Any, Checked]]


class FilesClosed(Exception):
    """The statement is in, or is waited for no longer: what lies there is what is judged."""


@transaction.atomic
def open_violation(
    about: Application | Base, facts: dict[str, Any], files: Uploads, *, seat: Membership, key: uuid.UUID | None
) -> Violation:
    """Open the case with all its evidence, or none of it; sent twice it is one. Raises Refused, NotPermitted."""
    subject = {"base" if isinstance(about, Base) else "application": about}
    row = Violation(opened_by=seat.person, **subject, **facts)
    opened = start(row, seat=seat, key=key)
    assert isinstance(opened, Violation)
    if opened.pk == row.pk:
        _keep(opened, files, seat)
    return opened


@transaction.atomic
def add_files(violation: Violation, files: Uploads, *, seat: Membership) -> None:
    """Evidence from SAC, or the unit's own with its statement. Raises FilesClosed."""
    lock_root(violation)
    violation.refresh_from_db()
    if violation.state != ViolationState.OPENED:
        raise FilesClosed(FILES_CLOSED)
    _keep(violation, files, seat)


def adds_files(violation: Violation, seat: Membership) -> bool:
    """Whose part it is: an officer's, and the unit's own people's."""
    own = violation.unit_id == seat.unit_id
    return seat.role == Role.SAC_OFFICER or (own and seat.role in (Role.PREPARER, Role.SUBMITTER))


def may_add_files(violation: Violation, seat: Membership) -> bool:
    return violation.state == ViolationState.OPENED and adds_files(violation, seat)


def _keep(violation: Violation, files: Uploads, seat: Membership) -> None:
    for upload, checked in files:
        file = File.store(upload, checked.name, seat.person, checked.content_type)
        models.ViolationFile.objects.create(violation=violation, file=file, is_statement=seat.role != Role.SAC_OFFICER)
