"""What a confirmed panel may read: its members, the frozen versions of its cases, and nothing before or after."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse

from applications.models import Version, VersionUserObjectPermission
from procedure import clock
from procedure.notifying import tell_of

from . import models


def grant(panel: Any) -> None:
    """Every accepted member reads the version of every case."""
    people = list(_accepted(panel).values_list("expert__person_id", flat=True))
    versions = _versions(panel)
    permission = _reads()
    VersionUserObjectPermission.objects.bulk_create(
        [
            VersionUserObjectPermission(permission=permission, user_id=person, content_object_id=version)
            for version in versions
            for person in people
        ],
        ignore_conflicts=True,
    )


def revoke(panel: Any) -> None:
    """Nobody of the panel reads them any longer; a version belongs to one case, and a case to one panel."""
    VersionUserObjectPermission.objects.filter(content_object__in=_versions(panel)).delete()


def release_cases(panel: Any) -> None:
    """The cases can go to another panel; whoever was asked and has not answered is told not to."""
    revoke(panel)
    panel.cases.update(panel=None)
    waiting = panel.members.filter(out_at__isnull=True, answer="waiting", invited_at__isnull=False)
    for member in waiting.select_related("expert"):
        people = {member.expert.person_id} - {None}
        page = reverse("reviews:invitation", args=[member.pk])
        tell_of(page, people, "评审邀请已取消", "评审组不再进行，不必答复。感谢支持。", at=clock.now())


def _accepted(panel: "models.Panel") -> "QuerySet[models.Member]":
    return panel.members.filter(out_at__isnull=True, answer=models.Member.Answer.ACCEPTED, expert__person__isnull=False)


def _versions(panel: "models.Panel") -> list[Any]:
    return list(panel.cases.filter(version__isnull=False).values_list("version_id", flat=True))


def _reads() -> Permission:
    return Permission.objects.get(content_type=ContentType.objects.get_for_model(Version), codename="view_version")
