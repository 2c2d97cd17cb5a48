"""批准文件: the decision and its papers, for those to whom they are sent (办法16)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from organisations.models import Membership, Role
from procedure.models import Outbox

from . import models
from .approving import PAPERS
from .models import Application, Approval, ApprovalPaper
from .queries import visible_to

# Everybody to whom a case is known but its experts.
READERS = (
    *(Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN, Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER),
    *(Role.SAC_OFFICER, Role.SAC_APPROVER),
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
        "failed": approval is not None and _failed(approval),
    }


def _failed(approval: Approval) -> bool:
    """Whether the worker has used up its tries; incidents are few, and have an index of their own."""
    incidents = Outbox.objects.filter(failed_at__isnull=False, done_at__isnull=True, kind=PAPERS)
    return incidents.filter(payload__approval=approval.pk).exists()
