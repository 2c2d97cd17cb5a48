"""验收申请: drafting it with its files, and the copy that goes to who is above the base (办法19)."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from documents.models import File
from documents.uploads import Checked
from organisations.models import Membership, Role, Unit
from procedure import clock
from procedure.acts import Act
from procedure.locking import lock_root
from procedure.perform import start

from . import models

if TYPE_CHECKING:
    from bases.models import Base

    from .models import Acceptance

CLOSED = "验收申请已经报送，内容和材料不能再改；需要修改的，请国家标准委退回补正。"
_WITH_ORGANISER = ("draft", "returned")
Uploads = Iterable[tuple[Any, Checked]]


class Closed(Exception):
    """It lies with SAC: what is there is what is judged."""


@transaction.atomic
def draft(base: "Base", *, seat: Membership, key: uuid.UUID | None) -> "Acceptance":
    """A draft of the organiser's, resting on the last self-check. Raises Refused, NotPermitted."""
    row = models.Acceptance(base=base, is_again=base.rectify_since is not None)
    row.root = base.pk
    lock_root(row)
    # Without one the guards refuse the birth.
    row.self_check = base.selfcheck_rows.order_by("begun_at").last()  # type: ignore[assignment]
    made = start(row, seat=seat, key=key)
    assert isinstance(made, models.Acceptance)
    return made


def writes(acceptance: "Acceptance", seat: Membership) -> bool:
    """Whether this seat may write in it now: the organiser's people, as long as it is with them."""
    own = seat.role == Role.ORGANISER_OFFICER and seat.unit_id == acceptance.base.organiser_id
    return own and acceptance.state in _WITH_ORGANISER


@transaction.atomic
def save(acceptance: "Acceptance", statement: str, files: Uploads, *, seat: Membership) -> None:
    """What was typed, with new files. Raises Closed."""
    _hold(acceptance, seat)
    models.Acceptance.objects.filter(pk=acceptance.pk).update(statement=statement)
    facts = {"by": seat.person, "by_name": seat.name_shown, "at": clock.now()}
    for upload, checked in files:
        file = File.store(upload, checked.name, seat.person, checked.content_type)
        models.AcceptanceFile.objects.create(acceptance=acceptance, file=file, label=checked.name[:120], **facts)


@transaction.atomic
def remove_file(acceptance: "Acceptance", key: int, *, seat: Membership) -> None:
    """Take a file out as long as it is with the organiser. Raises Closed."""
    _hold(acceptance, seat)
    acceptance.files.filter(pk=key).update(removed_at=clock.now())


def _hold(acceptance: "Acceptance", seat: Membership) -> None:
    lock_root(acceptance)
    acceptance.refresh_from_db()
    if not writes(acceptance, seat):
        raise Closed(CLOSED)


def copy(acceptance: "Acceptance", act: Act) -> None:
    """抄报 with each filing: who is above the base now finds it under their own bases."""
    above = acceptance.base.supervisor_unit_id
    if above is not None:
        unit = Unit.objects.get(pk=above)
        models.AcceptanceCopy.objects.create(acceptance=acceptance, unit=unit, sent_at=act.at)


def note_opened(acceptance: "Acceptance", seat: Membership) -> None:
    """The first time that somebody of the unit opens a copy is its receipt."""
    rows = acceptance.copies.filter(unit=seat.unit_id, opened_at=None)
    if seat.role == Role.RECOMMENDER_OFFICER:
        rows.update(opened_at=clock.now(), opened_by_name=seat.name_shown)
