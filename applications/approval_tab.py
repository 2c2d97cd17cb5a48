"""批准文件: the decision and its papers, for those to whom they are sent (办法16)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from documents import papers
from organisations.deciding import SAC
from organisations.models import Membership, Role

from . import models
from .approving import PAPERS
from .models import Application, ApprovalPaper
from .queries import visible_to

# Everybody to whom a case is known but its experts.
READERS = (
    *(Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN, Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER),
    *SAC,
)


def papers_visible_to(seat: Membership | None) -> QuerySet[ApprovalPaper]:
    if seat is None or seat.role not in READERS:
        return models.ApprovalPaper.objects.none()
    return models.ApprovalPaper.objects.filter(approval__application__in=visible_to(seat).values("pk"))


def context(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    """The decision with its papers, or that there is none yet."""
    approval = models.Approval.objects.filter(application=application.pk).first()
    return {
        "approval": approval,
        "papers": list(approval.papers.select_related("file").order_by("form", "-format")) if approval else [],
        "failed": approval is not None and papers.failed(PAPERS, approval=approval.pk),
    }
