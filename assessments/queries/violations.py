"""Reads; a violation is known to SAC and to the unit that it is about, and to nobody else."""

from django.db.models import Q, QuerySet

from applications.models import Application
from applications.queries import visible_to as applications_visible_to
from assessments import models
from assessments.models import Violation, ViolationFile
from bases.queries import visible_to as bases_visible_to
from organisations.deciding import SAC
from organisations.models import Membership, Role

_ACCUSED = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN)


def visible_to(seat: Membership | None) -> QuerySet[Violation]:
    """Those above see the end of the application or the finding on the base, not the case that led to it."""
    if seat is None or seat.role not in (*SAC, *_ACCUSED):
        return models.Violation.objects.none()
    if seat.role in SAC:
        return models.Violation.objects.all()
    of_applications = Q(application__in=applications_visible_to(seat).values("pk"))
    return models.Violation.objects.filter(of_applications | Q(base__in=bases_visible_to(seat).values("pk")))


def files_visible_to(seat: Membership | None) -> QuerySet[ViolationFile]:
    return models.ViolationFile.objects.filter(violation__in=visible_to(seat).values("pk"))


def of_application(application: Application, seat: Membership) -> QuerySet[Violation]:
    """For the application's own page, the newest first."""
    return visible_to(seat).filter(application=application.pk).order_by("-since")


def may_open(application: Application, seat: Membership) -> bool:
    """From every state after the first submission; the guards say the rest."""
    return seat.role == Role.SAC_OFFICER and application.submitted_at is not None and not application.is_final
