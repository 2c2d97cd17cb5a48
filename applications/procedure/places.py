"""One regional base in an area, one in a sector (指南一, 原则上): what lives already, and SAC's recorded exceptions."""

from typing import TYPE_CHECKING, Any

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


def living_in_place(application: "Application") -> list[Base]:
    """The bases that take the place already: building, established or imported; never those that ended."""
    alive = Base.objects.exclude(state__in=ENDED_BASES).filter(kind=application.kind).order_by("pk")
    if application.kind == BaseKind.REGIONAL:
        return list(alive.filter(region=application.region_id))
    if application.kind == BaseKind.SECTOR and application.sector_id:
        return list(alive.filter(sector__in=same_group(Sector(pk=application.sector_id))))
    return []


@guard("指南一")
def place_free(application: "Application", act: Act) -> str | None:
    taken = living_in_place(application)
    if not taken:
        return None
    names = "、".join(base.full_name for base in taken)
    if application.kind == BaseKind.REGIONAL:
        said = f"{application.region}已有{names}，原则上一个区域建设一个区域（综合）创新基地"
        return None if _excepted(application) else f"{said}；确需例外的，请先记录例外和理由。"
    return _sector_refusal(application, taken, names)


def _sector_refusal(application: "Application", taken: list[Base], names: str) -> str | None:
    said = f"{application.sector}领域已有{names}"
    if len(taken) >= MOST_IN_A_SECTOR:
        return f"{said}；同一领域最多建设两个，不能再批准。"
    if any(base.region_id == application.region_id for base in taken):
        return f"{said}，且在同一地区；同一领域的第二个须在另一地区。"
    if _excepted(application):
        return None
    return f"{said}，原则上一个领域建设一个；产业集聚在多地、确需第二个的，请先记录例外和理由。"


def _excepted(application: "Application") -> bool:
    return models.PlaceException.objects.filter(application=application.pk, ended_at__isnull=True).exists()
