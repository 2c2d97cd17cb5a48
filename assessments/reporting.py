"""Beginning what is filled in about a base, each with its dossier; begun twice it is one."""

import uuid
from typing import Any, TypeVar, cast

from django.db import transaction

from assessments import dossiers
from assessments.models import BuildReport, Dossier
from assessments.models.rows import WithDossier
from bases.models import Base
from organisations.models import Membership
from procedure.locking import lock_root
from procedure.perform import start

Row = TypeVar("Row", bound=WithDossier)


def begin_report(base: Base, year: int, *, seat: Membership, key: uuid.UUID | None = None) -> BuildReport:
    """The report of a year, to be written. Raises Refused, NotPermitted."""
    return begin(BuildReport(base=base, year=year), f"{year}年度建设情况报告", seat=seat, key=key)


@transaction.atomic
def begin(row: Row, title: str, *, seat: Membership, key: uuid.UUID | None = None) -> Row:
    """Bear a row that is filled in, with an open dossier of its machine's kind."""
    lock_root(row.base)
    row.dossier = dossiers.open_dossier(row.base, Dossier.Kind(row.machine), title, seat=seat)
    born = cast(Row, start(cast(Any, row), seat=seat, key=key))
    if born.pk != row.pk:
        # The answer to a click that was sent twice: the dossier just opened for it is none.
        transaction.set_rollback(True)
    return born
