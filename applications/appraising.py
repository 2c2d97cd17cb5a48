"""论证 item by item: what the organiser found on each condition, kept with the version that it read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models as db

from procedure.acts import Act
from procedure.conditions import Condition

from . import models


class Finding(db.TextChoices):
    MET = "met", "符合"
    UNMET = "unmet", "不符合"


def appraised(conditions: Iterable[Condition], data: Mapping[str, Any]) -> list[dict[str, str]]:
    """The findings of a filled form, in the order of the conditions; one left open (其他) is left out."""
    return [
        {"key": condition.key, "finding": str(finding), "reason": str(data.get(f"reason_{condition.key}") or "")}
        for condition in conditions
        if (finding := data.get(f"finding_{condition.key}"))
    ]


def record_appraisal(application: Any, act: Act) -> None:
    """Keep the findings beside the version, in the commit of the endorsement."""
    assert act.seat is not None
    models.Appraisal.objects.create(
        version_id=application.current_id,
        items=appraised(application.call.conditions(application.kind), act.data),
        opinion=act.note,
        unit_id=act.seat.unit_id,  # type: ignore[attr-defined]
        by=act.seat.person,
        by_name=act.seat.name_shown,
        at=act.at,
    )
