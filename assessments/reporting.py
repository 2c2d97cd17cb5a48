"""Beginning what is filled in about a base, each with its dossier; begun twice it is one."""

import uuid
from typing import Any, TypeVar, cast

from django.db import transaction

from assessments import dossiers
from assessments.models import BuildReport, ConstructionPlan, Dossier, MidtermReview
from assessments.models.rows import WithDossier
from bases.models import Base
from bases.queries import owed_reports
from organisations.models import Membership
from procedure import clock
from procedure.locking import lock_root
from procedure.machines import Procedure
from procedure.perform import start

Row = TypeVar("Row", bound=WithDossier)


def begin_report(base: Base, year: int, *, seat: Membership, key: uuid.UUID | None = None) -> BuildReport:
    """The report of a year, to be written. Raises Refused, NotPermitted."""
    return begin(BuildReport(base=base, year=year), f"{year}年度建设情况报告", seat=seat, key=key)


def begin_plan(base: Base, *, seat: Membership, key: uuid.UUID | None = None) -> ConstructionPlan:
    """The construction plan, to be drafted. Raises Refused, NotPermitted."""
    return begin(ConstructionPlan(base=base), "建设方案", seat=seat, key=key)


def begin_review(base: Base, *, seat: Membership, key: uuid.UUID | None = None) -> MidtermReview:
    """The mid-term review, to be written. Raises Refused, NotPermitted."""
    return begin(MidtermReview(base=base), "中期评估报告", seat=seat, key=key)


def years_to_report(base: Base) -> list[int]:
    """The years of the build that have come and have no report yet, the oldest first."""
    if base.approved_on is None:
        return []
    there = set(BuildReport.objects.filter(base=base).values_list("year", flat=True))
    return [year for year in range(base.approved_on.year, clock.today().year + 1) if year not in there]


def year_due(base: Base) -> int | None:
    """The year whose report is owed next."""
    return next(iter(owed_reports(base)), None)


@transaction.atomic
def begin(row: Row, title: str, *, seat: Membership, key: uuid.UUID | None = None) -> Row:
    """Bear a row that is filled in, with an open dossier of its machine's kind."""
    lock_root(row.base)
    row.dossier = dossiers.open_dossier(row.base, Dossier.Kind(row.machine), title, seat=seat)
    born: Any = start(cast("Procedure", row), seat=seat, key=key)
    if born.pk != row.pk:
        # The answer to a click that was sent twice: the dossier just opened for it is none.
        transaction.set_rollback(True)
    return cast("Row", born)
