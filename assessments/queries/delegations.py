"""Reads of delegations: SAC's, the delegate's, and of those whose bases they are about (办法7)."""

from django.db.models import Q, QuerySet

from assessments import models
from assessments.models import Delegation, DelegationBase, FindingFile
from bases.models import Base
from bases.queries import visible_to as bases_visible_to
from organisations.deciding import SAC
from organisations.models import Membership, Role


def visible_to(seat: Membership | None) -> QuerySet[Delegation]:
    """What is only prepared or was dropped is SAC's own affair."""
    if seat is None:
        return models.Delegation.objects.none()
    if seat.role in SAC:
        return models.Delegation.objects.all()
    on_own = DelegationBase.objects.filter(base__in=bases_visible_to(seat).values("pk")).values("delegation")
    mine = Q(delegate=seat.unit_id) if seat.role == Role.ORGANISER_OFFICER else Q(pk__in=[])
    return models.Delegation.objects.exclude(state__in=("draft", "dropped")).filter(mine | Q(pk__in=on_own))


def files_visible_to(seat: Membership | None) -> QuerySet[FindingFile]:
    """What was found is for who asked and who found it; the host is told at the meeting or in the opinion."""
    if seat is None:
        return models.FindingFile.objects.none()
    rows = models.FindingFile.objects.filter(finding__delegation__in=visible_to(seat).values("pk"))
    return rows if seat.role in SAC else rows.filter(finding__delegation__delegate=seat.unit_id)


def reads_findings(delegation: Delegation, seat: Membership) -> bool:
    return seat.role in SAC or (seat.role == Role.ORGANISER_OFFICER and seat.unit_id == delegation.delegate_id)


def of_base(base: Base, seat: Membership) -> QuerySet[Delegation]:
    """For the base's own page, the newest first."""
    keys = DelegationBase.objects.filter(base=base.pk).values("delegation")
    return visible_to(seat).filter(pk__in=keys).select_related("delegate").order_by("-since")
