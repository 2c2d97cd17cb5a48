"""Reads of annual assessments and inspections: whoever sees the base sees them; and which years wait for one."""

from typing import Any

from django.db.models import Q, QuerySet

from assessments import models
from assessments.models import AnnualAssessment, AnnualSummary, AssessmentFile, Delivery, Inspection, InspectionFile
from assessments.procedure.annual_assessment import STANDING
from assessments.procedure.annual_summary import AnnualSummaryState
from assessments.procedure.inspection import RUNNING
from assessments.procedure.people import Task
from assessments.queries import entrusted
from assessments.queries.of_base import from_states, rows_of_bases
from bases.models import Base
from bases.procedure import ESTABLISHED
from bases.queries import charged_to
from bases.queries import visible_to as bases_visible_to
from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock

_BACK = 5


def assessments_visible_to(seat: Membership | None) -> QuerySet[AnnualAssessment]:
    return models.AnnualAssessment.objects.filter(base__in=bases_visible_to(seat).values("pk"))


def summaries_visible_to(seat: Membership | None) -> QuerySet[AnnualSummary]:
    """What is being written is the host's own; filed, everybody's who sees the base."""
    rows = rows_of_bases(models.AnnualSummary, seat)
    if seat is None:
        return rows
    filed = (AnnualSummaryState.FILED, AnnualSummaryState.RECEIVED)
    return from_states(rows, seat, host=None, organiser=filed, above=filed)


def years_to_summarise(base: Base) -> list[int]:
    """The years that have no summary yet, the newest first."""
    there = set(base.annualsummary_rows.values_list("year", flat=True))
    return [year for year in years_open(base) if year not in there]


def inspections_visible_to(seat: Membership | None) -> QuerySet[Inspection]:
    """Whoever is entrusted with visits sees them too, as long as they run (办法7)."""
    own = Q(base__in=bases_visible_to(seat).values("pk"))
    entrusted_with = Q(base__in=entrusted.bases_of(seat, Task.INSPECTION), state__in=RUNNING)
    return models.Inspection.objects.filter(own | entrusted_with)


def inspections_waiting(seat: Membership | None) -> QuerySet[Inspection]:
    """Those of a seat's own charge; a department is asked for visits only where it is entrusted with them."""
    rows = inspections_visible_to(seat)
    if seat is None or seat.role in SAC:
        return rows
    if seat.role == Role.ORGANISER_OFFICER:
        return rows.filter(base__in=entrusted.bases_of(seat, Task.INSPECTION))
    return rows.filter(base__in=charged_to(seat).values("pk"))


def assessment_files_visible_to(seat: Membership | None) -> QuerySet[AssessmentFile]:
    return models.AssessmentFile.objects.filter(row__base__in=bases_visible_to(seat).values("pk"))


def inspection_files_visible_to(seat: Membership | None) -> QuerySet[InspectionFile]:
    return models.InspectionFile.objects.filter(row__in=inspections_visible_to(seat).values("pk"))


def deliveries_of(row: AnnualAssessment) -> QuerySet[Delivery]:
    return models.Delivery.objects.filter(version__assessment=row).select_related("unit", "version")


def years_open(base: Base) -> list[int]:
    """The years since the establishment, the newest first; not further back than five."""
    today = clock.today().year
    first = max(int(base.established[:4] or 0), today - _BACK)
    return list(range(today, first - 1, -1))


def years_to_assess(base: Base) -> list[int]:
    """Those of them that have no result yet."""
    there = set(base.annualassessment_rows.filter(state__in=STANDING).values_list("year", flat=True))
    return [year for year in years_open(base) if year not in there]


def bases_to_assess(seat: Membership) -> QuerySet[Base]:
    """The established bases of an organiser that have no result of the year that is over (办法30)."""
    if seat.role != Role.ORGANISER_OFFICER:
        return Base.objects.none()
    year = clock.today().year - 1
    done = models.AnnualAssessment.objects.filter(year=year, state__in=STANDING).values("base")
    rows = Base.objects.filter(organiser=seat.unit_id, state__in=ESTABLISHED, established__lt=str(year + 1))
    return rows.exclude(established="").exclude(pk__in=done).order_by("established", "pk")


def of_cycle(base: Base, first: int, last: int) -> dict[str, Any]:
    """The assessments and inspections of some years, which an evaluation rests on (办法33)."""
    assessed = base.annualassessment_rows.filter(state__in=STANDING, year__range=(first, last)).order_by("year")
    inspected = base.inspection_rows.filter(opened_on__year__range=(first, last)).select_related("assessment")
    return {"assessments": list(assessed), "inspections": list(inspected.order_by("opened_on", "pk"))}
