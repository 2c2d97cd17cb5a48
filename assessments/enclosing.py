"""Files that are added to an assessment or an inspection while it is open to them, by whoever's part it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bases.procedure.people import HOST, ORGANISER
from documents.models import File
from organisations.models import Membership
from procedure import clock
from procedure.locking import lock_root

from .keeping import Uploads
from .models import AnnualAssessment, Inspection
from .procedure.inspection import INSPECTOR, RUNNING

CLOSED = "已经办结或者撤回，材料不能再增加。"


class FilesClosed(Exception):
    """What lies there is what is judged."""


@dataclass(frozen=True)
class Enclosure:
    """To which rows files are added, as long as what, and by whom: the host's own are marked."""

    model: Any
    is_open: Callable[[Any], bool]
    adds: Callable[[Any, Membership], bool]
    marks: Callable[[Any, Membership], dict[str, Any]] = lambda row, seat: {}


def _inspects(row: Inspection, seat: Membership) -> bool:
    return INSPECTOR.allows(row, seat) or HOST.allows(row, seat)


ENCLOSURES = {
    "annual_assessment": Enclosure(AnnualAssessment, lambda row: row.is_standing, ORGANISER.allows),
    "inspection": Enclosure(
        Inspection, lambda row: row.state in RUNNING, _inspects,
        lambda row, seat: {"is_host": HOST.allows(row, seat)},
    ),
}  # fmt: skip


def may_add(row: Any, seat: Membership) -> bool:
    enclosure = ENCLOSURES[row.machine]
    return enclosure.is_open(row) and enclosure.adds(row, seat)


@transaction.atomic
def add(row: Any, files: Uploads, *, seat: Membership) -> None:
    """Keep the files, if the row is still open to them. Raises FilesClosed."""
    lock_root(row)
    row.refresh_from_db()
    if not may_add(row, seat):
        raise FilesClosed(CLOSED)
    marks = ENCLOSURES[row.machine].marks(row, seat)
    for upload, checked in files:
        file = File.store(upload, checked.name, seat.person, checked.content_type)
        row.files.create(file=file, by=seat.person, by_name=seat.name_shown, at=clock.now(), **marks)
