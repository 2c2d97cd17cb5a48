"""Moving the open dates of applications whose window, or whose organiser's own day, has become another one."""

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from procedure.dues import reminders_before
from procedure.models import DueDate

from .models import Application
from .procedure import BEFORE_SAC
from .procedure.window import ENDORSE_DUE, RECOMMEND_DUE, SUBMIT_DUE, submission_fixed

KINDS = (SUBMIT_DUE.kind, ENDORSE_DUE.kind, RECOMMEND_DUE.kind)
# What the end of an application depends on besides its call: all that agree in it move by one statement.
_UNFILED = ExpressionWrapper(Q(submitted_at__isnull=True), output_field=BooleanField())
_GROUP = ("organiser_id", "extended_to", "unfiled")


def move_dues(applications: QuerySet[Application], at: datetime, reason: str = "") -> None:
    """Give the open dates of one call's applications the ends that hold now, with their reminders.

    Whatever stands already where it should is left alone, so that it may be done again.
    """
    waiting = applications.filter(state__in=BEFORE_SAC).annotate(unfiled=_UNFILED)
    for group in waiting.order_by().values(*_GROUP).distinct():
        alike = waiting.filter(**_same(group))
        sample = alike.select_related("call", "organiser").order_by("pk").first()
        if sample is not None:
            _move_alike(alike, sample, at, reason)


def _same(group: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}__isnull" if value is None else name: value is None or value for name, value in group.items()}


def _move_alike(alike: QuerySet[Application], sample: Application, at: datetime, reason: str) -> None:
    fixed = submission_fixed(sample)
    ahead = [moment.isoformat() for moment in reminders_before(fixed.due_at, SUBMIT_DUE.reminders, at)]
    dues = DueDate.objects.filter(
        machine=sample.machine, subject_id__in=alike.values("pk"), kind__in=KINDS, closed_at__isnull=True
    )
    # One that had passed already falls due once more.
    dues.exclude(due_at=fixed.due_at).update(
        due_at=fixed.due_at,
        why=f"{fixed.why}{reason}",
        reminders=ahead,
        next_reminder=ahead[0] if ahead else None,
        fired_at=None,
    )
