"""What SAC ruled on entries of the catalogue that look alike (指南四.2): which of them count as one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction

from procedure import clock

from .models import Membership, Sector, SectorRuling

# Said of half the catalogue, these tell nothing of likeness.
_COMMON = {"技术", "产业", "装备", "工程", "服务", "系统", "设备"}


class RulingRefused(Exception):
    """A ruling that would say the opposite of one that holds; the text is a sentence for the officer."""


@dataclass(frozen=True)
class Live:
    """A ruling that holds."""

    key: int
    similar: bool
    sectors: frozenset[int]


def live() -> list[Live]:
    """All rulings that hold; one query."""
    rows = SectorRuling.sectors.through.objects.filter(sectorruling__ended_at__isnull=True)
    found: dict[int, tuple[bool, set[int]]] = {}
    for key, similar, sector in rows.values_list("sectorruling_id", "sectorruling__similar", "sector_id"):
        found.setdefault(key, (similar, set()))[1].add(sector)
    return [Live(key, similar, frozenset(sectors)) for key, (similar, sectors) in sorted(found.items())]


def same_group(sector: Sector, rulings: list[Live] | None = None) -> set[int]:
    """Keys of the entries that count as one with this one, itself among them; one query, unless they are given."""
    return _spread({sector.pk}, live() if rulings is None else rulings)


def perhaps_similar(sector: Sector, others: Iterable[Sector], rulings: Callable[[], list[Live]] = live) -> list[Sector]:
    """Those of the others that look like this entry and that SAC has not ruled on; rulings are read if any do."""
    alike = [other for other in others if _alike(sector, other)]
    if not alike:
        return []
    holding = rulings()
    mine = _spread({sector.pk}, holding)
    return [other for other in alike if not _ruled_on(mine, {other.pk}, holding)]


@transaction.atomic
def rule(sectors: Sequence[Sector], *, similar: bool, reason: str, by: Membership) -> SectorRuling:
    """Decide that entries count as one, or that they do not; RulingRefused where that contradicts what holds."""
    _one_after_another()
    keys = {sector.pk for sector in sectors}
    if refusal := _refusal(keys, similar, live()):
        raise RulingRefused(refusal)
    ruling = SectorRuling.objects.create(
        similar=similar, reason=reason, decided_by=by.person, decided_by_name=by.name_shown, decided_at=clock.now()
    )
    ruling.sectors.set(sectors)
    return ruling


@transaction.atomic
def end(ruling: SectorRuling, *, reason: str, by: Membership) -> bool:
    """End a ruling; False if somebody else was faster."""
    _one_after_another()
    ended = SectorRuling.objects.filter(pk=ruling.pk, ended_at__isnull=True).update(
        ended_at=clock.now(), end_reason=reason, ended_by=by.person, ended_by_name=by.name_shown
    )
    return bool(ended)


def groups() -> dict[int, set[int]]:
    """For every entry that counts as one with others, the keys of its group; one query."""
    holding = live()
    return {key: _spread({key}, holding) for ruling in holding if ruling.similar for key in ruling.sectors}


def _one_after_another() -> None:
    # Whether rulings contradict one another hangs on all of them together; an application's own key is not held up.
    list(Sector.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _spread(keys: set[int], live: list[Live]) -> set[int]:
    """Everything that similar rulings tie to these entries, directly or through others."""
    grown = set(keys)
    while near := [each.sectors for each in live if each.similar and each.sectors & grown and each.sectors - grown]:
        grown.update(*near)
    return grown


def _ruled_on(mine: set[int], other: set[int], live: list[Live]) -> bool:
    theirs = _spread(other, live)
    return bool(mine & theirs) or any(
        not each.similar and each.sectors & mine and each.sectors & theirs for each in live
    )


def _refusal(keys: set[int], similar: bool, live: list[Live]) -> str:
    if any(each.similar == similar and keys <= each.sectors for each in live):
        return "对这些领域已有同样的认定，不必重复。"
    if similar:
        merged = _spread(keys, live)
        against = next((each for each in live if not each.similar and len(each.sectors & merged) > 1), None)
        return f"第 {against.key} 号认定认为其中有的领域不相近；请先终止它，再作新的认定。" if against else ""
    tied = any(len(_spread({key}, live) & keys) > 1 for key in keys)
    return "其中有的领域已认定为相同或相近；请先终止那项认定，再作新的认定。" if tied else ""


def _alike(sector: Sector, other: Sector) -> bool:
    if sector.pk == other.pk:
        return False
    return bool(sector.family and sector.family == other.family) or bool(_pieces(sector.name) & _pieces(other.name))


def _pieces(name: str) -> set[str]:
    """The two-character pieces of a name that say something."""
    return {"".join(pair) for pair in pairwise(name)} - _COMMON
