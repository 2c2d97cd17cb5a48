"""Reads of decisions: whoever sees a base reads what was decided about it; of some everybody knows that it was."""

from django.db.models import QuerySet

from documents import papers
from organisations.models import Membership

from . import models
from .deciding import PAPERS
from .models import Base, Decision, DecisionPaper
from .procedure import DecisionKind as Kind
from .queries import visible_to

# Number and day of these are public, never the paper itself.
PUBLIC = (Kind.ESTABLISHMENT, Kind.TERMINATION, Kind.CHANGE, Kind.ADJUSTMENT, Kind.REVOCATION)


def papers_visible_to(seat: Membership | None) -> QuerySet[DecisionPaper]:
    """Who sees one of the bases reads the decision about it."""
    of_bases = models.DecisionBase.objects.filter(base__in=visible_to(seat).values("pk"))
    return models.DecisionPaper.objects.filter(decision__in=of_bases.values("decision"))


def told_of(base: Base) -> list[tuple[Decision, list[DecisionPaper], bool]]:
    """The newest first, each with its papers and whether the worker failed to make them."""
    rows = [(each, list(each.papers.all())) for each in _about(base).prefetch_related("papers__file")]
    return [(each, found, not found and papers.failed(PAPERS, decision=each.pk)) for each, found in rows]


def public_of(base: Base) -> list[Decision]:
    return list(_about(base).filter(kind__in=PUBLIC))


def _about(base: Base) -> QuerySet[Decision]:
    return models.Decision.objects.filter(bases__base=base.pk).order_by("-dated", "-pk")
