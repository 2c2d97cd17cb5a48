"""What a delegation opens and closes: sight of the bases, findings, nothing else (办法7)."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bases.models import Base, BaseGrant
from bases.procedure.people import HOSTS, ORGANISERS
from documents.models import File
from documents.uploads import Checked
from organisations.models import Membership, Unit
from procedure.acts import Act
from procedure.perform import perform, start
from procedure.steps import Audience

from . import models

if TYPE_CHECKING:
    from .models import Delegation, Finding

Uploads = Iterable[tuple[Any, Checked]]


def _concerned(delegation: "Delegation") -> list[Any]:
    persons = {p for base in bases_of(delegation) for each in (HOSTS, ORGANISERS) for p in each.persons(base)}
    return sorted(persons)


CONCERNED = Audience("entrusted_bases", "所涉创新基地的承担单位和组织单位", _concerned)


def bases_of(delegation: "Delegation") -> list[Base]:
    rows = Base.objects.filter(delegations__delegation=delegation.pk)
    return list(rows.select_related("region__parent", "organiser").order_by("pk"))


def lies_in(base: Base, delegation: "Delegation") -> bool:
    """Whether the base lies in the delegate's province; a city with a plan of its own counts as its province's."""
    region = base.region
    return region is not None and delegation.delegate.region_id in (region.pk, region.parent_id)


def is_organiser_too(base: Base, delegation: "Delegation") -> bool:
    """What must be said wherever the two are named together."""
    return base.organiser_id == delegation.delegate_id


@transaction.atomic
def draft(
    delegate: Unit, tasks: list[str], until: date, instructions: str, bases: Iterable[Base], *, seat: Membership,
    key: uuid.UUID | None,
) -> "Delegation":  # fmt: skip
    """Prepare it for two persons; sent twice it is one. Raises Refused, NotPermitted."""
    row = models.Delegation(
        delegate=delegate, tasks=tasks, until=until, instructions=instructions, drafted_by=seat.person
    )
    found = start(row, seat=seat, key=key)
    assert isinstance(found, models.Delegation)
    if found.pk == row.pk:
        models.DelegationBase.objects.bulk_create(models.DelegationBase(delegation=found, base=base) for base in bases)
    return found


def let_read(delegation: "Delegation") -> None:
    BaseGrant.objects.bulk_create(
        BaseGrant(base=base, unit=delegation.delegate, granted_for=delegation.pk) for base in bases_of(delegation)
    )


def close(delegation: "Delegation") -> None:
    BaseGrant.objects.filter(granted_for=delegation.pk).delete()


@transaction.atomic
def record(
    delegation: "Delegation", data: Any, files: Uploads, *, seat: Membership, seen: int | None, key: uuid.UUID | None
) -> None:
    """One finding with its files, or none of it; sent twice it is one. Raises Refused, NotPermitted."""
    before = set(delegation.findings.values_list("pk", flat=True))
    perform(delegation, "record_finding", seat=seat, data=data, seen=seen, key=key)
    for finding in delegation.findings.exclude(pk__in=before):
        _keep(finding, files, seat)


def note(delegation: "Delegation", act: Act) -> None:
    assert act.seat is not None
    data = act.data
    models.Finding.objects.create(
        delegation=delegation, base=data["base"], task=data["task"], on_day=data["on_day"], text=data["text"],
        by=act.seat.person, by_name=act.seat.name_shown, at=act.at,
    )  # fmt: skip


def _keep(finding: "Finding", files: Uploads, seat: Membership) -> None:
    for upload, checked in files:
        file = File.store(upload, checked.name, seat.person, checked.content_type)
        models.FindingFile.objects.create(finding=finding, file=file)
