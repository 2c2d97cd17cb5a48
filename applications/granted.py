"""What an expert may read by grant: a frozen version with its attachments and print, nothing else of its case."""

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONArray, JSONObject

from organisations.models import Membership, Role

from . import models


def reads_by_grant(seat: Membership | None) -> bool:
    """Experts read by grant alone; nobody stands in for one."""
    return seat is not None and seat.role == Role.EXPERT and seat.standing_in_for_id is None


def versions_granted_to(seat: Membership | None) -> "QuerySet[models.Version]":
    rows = models.Version.objects.all()
    if seat is None or not reads_by_grant(seat):
        return rows.none()
    grants = models.VersionUserObjectPermission.objects.filter(user=seat.person_id, content_object=OuterRef("pk"))
    return rows.filter(Exists(grants))


def attachments_granted_to(seat: Membership | None) -> "QuerySet[models.Attachment]":
    """Those that a granted version lists: what was added or changed since belongs to a later one."""
    listed = JSONArray(JSONObject(id=Cast(OuterRef("pk"), TextField())))
    versions = versions_granted_to(seat).filter(
        application=OuterRef("application"), content__attachments__contains=listed
    )
    return models.Attachment.objects.filter(Exists(versions))


def prints_granted_to(seat: Membership | None) -> "QuerySet[models.Print]":
    return models.Print.objects.filter(version__in=versions_granted_to(seat).values("pk"))
