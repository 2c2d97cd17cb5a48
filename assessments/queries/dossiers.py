"""Reads of dossiers: through the row that holds one, by what its own machine lets a seat see."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from assessments import models
from assessments.models import Dossier, DossierFile
from organisations.models import Membership

from . import acceptances, build_reports, construction_plans, evaluations, midterm_reviews, operating

# A kind of dossier is named like its machine; each machine adds what a seat sees of its rows.
SIGHT: dict[str, Callable[[Membership | None], QuerySet[Any]]] = {
    Dossier.Kind.BUILD_REPORT: build_reports.visible_to,
    Dossier.Kind.ANNUAL_SUMMARY: operating.summaries_visible_to,
    Dossier.Kind.SELF_CHECK: acceptances.self_checks_visible_to,
    Dossier.Kind.CONSTRUCTION_PLAN: construction_plans.visible_to,
    Dossier.Kind.MIDTERM_REVIEW: midterm_reviews.visible_to,
    Dossier.Kind.EVALUATION: evaluations.material_visible_to,
}


def visible_to(seat: Membership | None) -> QuerySet[Dossier]:
    """Dossiers in hand or filed; one that was returned stays with the row that goes on with another."""
    seen = Q()
    for rows_of in SIGHT.values():
        held = rows_of(seat).values("dossier")
        seen |= Q(pk__in=held)
    return models.Dossier.objects.filter(seen) if seen else models.Dossier.objects.none()


def files_visible_to(seat: Membership | None) -> QuerySet[DossierFile]:
    return models.DossierFile.objects.filter(dossier__in=visible_to(seat).values("pk"), removed_at=None)
