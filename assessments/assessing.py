"""年度考核: writing a version, delivering it to both, and noting when it was opened (办法30)."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock
from procedure.acts import Act

from . import models

if TYPE_CHECKING:
    from .models import AnnualAssessment

CONTENT = ("result", "concern", "grounds", "standing", "problems")


@transaction.atomic
def deliver(
    row: "AnnualAssessment", facts: Mapping[str, Any], files: Any, *, seat: Membership, key: uuid.UUID | None
) -> "AnnualAssessment":
    """Deliver a year's result with its files, or nothing of it; sent twice it is one. Raises Refused, NotPermitted."""
    from procedure.perform import start

    from .keeping import enclose

    row.result, row.concern, row.number = facts["result"], facts["concern"], 1
    made: Any = start(row, seat=seat, key=key)
    if made.pk == row.pk:
        _keep_version(made, facts, seat, clock.now())
        enclose(made, files, seat)
    return made


def write_version(row: "AnnualAssessment", facts: Mapping[str, Any], act: Act) -> None:
    """A correction: another version, delivered anew."""
    row.number += 1
    row.result, row.concern = facts["result"], facts["concern"]
    _keep_version(row, facts, act.seat, act.at)


def _keep_version(row: "AnnualAssessment", facts: Mapping[str, Any], seat: Any, at: Any) -> None:
    version = models.AssessmentVersion.objects.create(
        assessment=row, number=row.number, reason=facts.get("note", ""), by=seat.person, by_name=seat.name_shown, at=at,
        **{name: facts[name] for name in CONTENT},
    )  # fmt: skip
    deliveries = models.Delivery.objects
    if row.base.supervisor_unit_id:
        deliveries.create(version=version, to=models.Delivery.To.SUPERVISOR, unit_id=row.base.supervisor_unit_id, at=at)
    deliveries.create(version=version, to=models.Delivery.To.SAC, at=at)


def unopened_by(row: "AnnualAssessment", seat: Membership) -> Any:
    """What was delivered to this seat's office and nobody there has had before him yet."""
    waiting = models.Delivery.objects.filter(version__assessment=row, opened_at__isnull=True)
    if seat.role in SAC:
        return waiting.filter(to=models.Delivery.To.SAC)
    return waiting.filter(unit=seat.unit_id) if seat.role == Role.RECOMMENDER_OFFICER else waiting.none()


def note_opened(row: "AnnualAssessment", seat: Membership) -> None:
    unopened_by(row, seat).update(opened_at=clock.now(), opened_by_name=seat.name_shown)
