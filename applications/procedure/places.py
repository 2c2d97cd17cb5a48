"""One regional base in an area, one in a sector (指南一, 原则上): what lives already, and SAC's recorded exceptions."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from applications import models
from bases.models import Base
from bases.procedure import ENDED as ENDED_BASES
from organisations.models import Region, Sector
from organisations.rulings import same_group
from procedure.acts import Act
from procedure.steps import guard

from .states import BaseKind

if TYPE_CHECKING:
    from applications.models import Application

MOST_IN_A_SECTOR = 2


def place_of(application: "Application") -> list[Any]:
    """What two approvals for one place wait for one another at: the area, or all entries that count as one sector."""
    if application.kind == BaseKind.REGIONAL:
        return [Region(pk=application.region_id)]
    if application.kind == BaseKind.SECTOR and application.sector_id:
        return [Sector(pk=key) for key in sorted(same_group(Sector(pk=application.sector_id)))]
    return []


def living() -> QuerySet[Base]:
    """The bases that take a place: building, established or imported; neither those that ended nor international."""
    return Base.objects.exclude(state__in=ENDED_BASES).exclude(kind=BaseKind.INTERNATIONAL).order_by("pk")


def living_in_place(application: "Application") -> list[Base]:
    """The bases that take the very place of an application already."""
    if application.kind == BaseKind.INTERNATIONAL:
        return []
    group = same_group(Sector(pk=application.sector_id)) if application.sector_id else set()
    return [base for base in living().filter(kind=application.kind) if takes_place(base, application, group)]


def takes_place(base: Base, application: "Application", group: set[int]) -> bool:
    """Whether a living base stands in the application's area, or in a sector that counts as one with its own."""
    if base.kind != application.kind:
        return False
    if application.kind == BaseKind.REGIONAL:
        return base.region_id == application.region_id
    return base.sector_id in group


@guard("指南一")
def place_free(application: "Application", act: Act) -> str | None:
    taken = living_in_place(application)
    return refusal(application, taken, excepted=_excepted(application)) if taken else None


def refusal(application: "Application", taken: list[Base], *, excepted: bool) -> str | None:
    """Why the place is not free with these bases in it; an exception opens it where the rule is one in principle."""
    if not taken:
        return None
    names = "、".join(base.full_name for base in taken)
    if application.kind == BaseKind.REGIONAL:
        said = f"{application.region}已有{names}，原则上一个区域建设一个区域（综合）创新基地"
        return None if excepted else f"{said}；确需例外的，请先记录例外和理由。"
    return _sector_refusal(application, taken, names, excepted=excepted)


def _sector_refusal(application: "Application", taken: list[Base], names: str, *, excepted: bool) -> str | None:
    said = f"{application.sector}领域已有{names}"
    if len(taken) >= MOST_IN_A_SECTOR:
        return f"{said}；同一领域最多建设两个，不能再批准。"
    if any(base.region_id == application.region_id for base in taken):
        return f"{said}，且在同一地区；同一领域的第二个须在另一地区。"
    if excepted:
        return None
    return f"{said}，原则上一个领域建设一个；产业集聚在多地、确需第二个的，请先记录例外和理由。"


def lies_around(base: Base, application: "Application", group: set[int]) -> bool:
    """Whether a base stands in the city's province, or in a city of the province: no bar, but to be seen."""
    there, here = base.region, application.region
    if there is None or base.kind != application.kind:
        return False
    if base.kind == BaseKind.SECTOR and base.sector_id not in group:
        return False
    return there.parent_id == here.pk or here.parent_id == there.pk


def _excepted(application: "Application") -> bool:
    return models.PlaceException.objects.filter(application=application.pk, ended_at__isnull=True).exists()
