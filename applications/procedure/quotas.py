"""One regional application and one per sector from one recommender (指南四.1, 四.2), judged under its lock."""

from typing import TYPE_CHECKING, Any

from applications import models
from organisations.models import Sector, Unit
from organisations.rulings import same_group
from procedure.acts import Act
from procedure.steps import guard

from .states import ENDED, BaseKind

if TYPE_CHECKING:
    from applications.models import Application


def recommender_of(application: "Application") -> "Unit":
    """What two officers of a recommender who press in the same second wait for one another at.

    Named by its key: whoever locks it reads it.
    """
    return Unit(pk=application.recommender_id)


@guard("指南四.1")
def one_regional_per_region(application: "Application", act: Act) -> str | None:
    if application.kind != BaseKind.REGIONAL or not application.call.one_regional_per_region:
        return None
    rival = rivals(application).first()
    if rival is None:
        return None
    return (
        f"{application.recommender.name}在本次申报中已推荐{rival.full_name}；"
        "同一区域范围内，同一推荐单位仅限推荐一个区域（综合）创新基地申报方案。"
    )


@guard("指南四.2")
def one_per_sector(application: "Application", act: Act) -> str | None:
    if application.kind != BaseKind.SECTOR or not application.call.one_per_sector or application.sector_id is None:
        return None
    rival = _rival_in_group(application)
    if rival is None:
        return None
    ruled = "" if rival.sector_id == application.sector_id else f"（国家标准委认定与{application.sector}相近）"
    return (
        f"{application.recommender.name}在本次申报中已推荐{rival.sector}领域{ruled}的{rival.full_name}；"
        "相同或相近行业领域范围内，同一推荐单位仅限推荐一个领域（专业）创新基地申报方案。"
    )


def _rival_in_group(application: "Application") -> Any:
    """The first rival in an entry that counts as one with the application's."""
    group = same_group(Sector(pk=application.sector_id), application.rulings)
    return rivals(application).filter(sector__in=group).select_related("sector").first()


def rivals(application: "Application") -> Any:
    """What the same recommender has recommended in the same call for the same type and has not ended."""
    recommended = models.Application.objects.filter(
        call=application.call_id,
        recommender=application.recommender_id,
        kind=application.kind,
        received_at__isnull=False,
    )
    return recommended.exclude(state__in=ENDED).exclude(pk=application.pk).order_by("received_at")
