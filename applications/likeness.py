"""Candidates of one recommender that may be in similar sectors: it is for SAC to say so (指南四.2)."""

from dataclasses import dataclass
from typing import Any

from organisations.models import Membership, Sector
from organisations.rulings import perhaps_similar

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
    """What the same recommender has before it or has recommended in the same call, as far as the seat sees it."""
    if application.kind != BaseKind.SECTOR or not application.call.one_per_sector or application.state not in _LIVE:
        return []
    others = visible_to(seat).filter(
        call=application.call_id, recommender=application.recommender_id, kind=BaseKind.SECTOR, state__in=_LIVE
    )
    return among([application, *others.exclude(pk=application.pk).select_related("sector")], first_only=True)


def among(found: Any, *, first_only: bool = False) -> list[Likeness]:
    """Every pair of these that may be alike, each once."""
    rows = [each for each in found if each.sector is not None]
    pairs = []
    for position, one in enumerate(rows[:1] if first_only else rows):
        others = rows[position + 1 :]
        sectors = perhaps_similar(one.sector, {each.sector for each in others}, rows[0].rulings) if others else []
        pairs += [Likeness(one, each) for each in others if each.sector in sectors]
    return pairs
