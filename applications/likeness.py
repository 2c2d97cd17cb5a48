"""Candidates of one recommender that may be in similar sectors: it is for SAC to say so (指南四.2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from organisations.models import Membership, Sector
from organisations.rulings import Live, live, perhaps_similar

from .models import Application
from .procedure import BaseKind, State
from .queries import visible_to

_LIVE = (State.ORGANISER_REVIEW, State.RECOMMENDER_REVIEW, State.RECEIVED)


@dataclass(frozen=True)
class Likeness:
    """Another application whose sector looks like this one's, with no ruling of SAC on the two."""

    one: Application
    other: Application

    @property
    def sentence(self) -> str:
        return (
            f"“{self.other.inner_name}”（{self.other.sector}领域）与“{self.one.inner_name}”（{self.one.sector}领域）"
            "可能属于相近领域。是否相近由国家标准委认定；认定相近的，同一推荐单位只能推荐其中一个。"
        )

    @property
    def sectors(self) -> tuple[Sector, Sector]:
        assert self.one.sector is not None
        assert self.other.sector is not None
        return self.one.sector, self.other.sector


def alike_to(application: Application, seat: Membership) -> list[Likeness]:
    """What the same recommender has in the same call, as the seat sees it: one for each sector, which is ruled on."""
    if application.kind != BaseKind.SECTOR or not application.call.one_per_sector or application.state not in _LIVE:
        return []
    others = visible_to(seat).filter(
        call=application.call_id, recommender=application.recommender_id, kind=BaseKind.SECTOR, state__in=_LIVE
    )
    one_of_each = (
        others.exclude(pk=application.pk).select_related("sector").order_by("sector_id", "pk").distinct("sector_id")
    )
    return _pairs(application, list(one_of_each.only("inner_name", "sector")), lambda: application.rulings)


def among(found: Sequence[Application]) -> list[Likeness]:
    """Every pair of these that may be alike, each once."""
    rulings = cache(live)
    return [pair for place, one in enumerate(found, 1) for pair in _pairs(one, found[place:], rulings)]


def _pairs(one: Application, others: Sequence[Application], rulings: Callable[[], list[Live]]) -> list[Likeness]:
    if one.sector is None:
        return []
    sectors = perhaps_similar(one.sector, {each.sector for each in others if each.sector}, rulings)
    return [Likeness(one, each) for each in others if each.sector in sectors]
