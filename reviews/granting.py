"""What a confirmed panel may read: its members, the frozen material of its cases, and nothing before or after."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.urls import reverse

from applications.models import VersionUserObjectPermission
from procedure import clock
from procedure.notifying import tell_of

from . import models


def grant(panel: Any) -> None:
    """Every accepted member reads the material of every case, be it a plan's version or on the case itself."""
    people = list(_accepted(panel).values_list("expert__person_id", flat=True))
    for table, keys in _readable(panel):
        permission = _reads(table._meta.get_field("content_object").related_model)
        rows = [
            table(permission=permission, user_id=person, content_object_id=key) for key in keys for person in people
        ]
        table._default_manager.bulk_create(rows, ignore_conflicts=True)


def revoke(panel: Any) -> None:
    """Nobody of the panel reads it any longer; a version belongs to one case, and a case to one panel."""
    for table, keys in _readable(panel):
        table._default_manager.filter(content_object__in=keys).delete()


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


def _readable(panel: "models.Panel") -> list[tuple[type[Any], list[Any]]]:
    """The tables of grants, each with the keys of what this panel reads."""
    rows = list(panel.cases.values_list("pk", "version_id"))
    versions = [version for _, version in rows if version is not None]
    cases = [case for case, version in rows if version is None]
    return [(VersionUserObjectPermission, versions), (models.CaseUserObjectPermission, cases)]


def _reads(model: type[Model]) -> Permission:
    content_type = ContentType.objects.get_for_model(model)
    return Permission.objects.get(content_type=content_type, codename=f"view_{model._meta.model_name}")
