"""How a new portal gets divisions and the first sector catalogue; what was edited is never written over."""

from django.db import transaction

from . import edits
from .catalogue import ENTRIES
from .divisions import DIVISIONS
from .models import Region, Sector


@transaction.atomic
def load() -> dict[str, int]:
    """Create the divisions and entries whose codes are missing; how many of each."""
    return {"区划": _load_divisions(), "领域": _load_entries()}


def _load_divisions() -> int:
    kept = {region.code: region for region in Region.objects.all()}
    missing = [division for division in DIVISIONS if division.code not in kept]
    for division in missing:  # provinces stand before what lies in them
        kept[division.code] = Region.objects.create(
            code=division.code,
            name=division.name,
            short_name=division.short_name,
            kind=division.kind,
            parent=kept[division.parent] if division.parent else None,
        )
    return len(missing)


def _load_entries() -> int:
    kept = set(Sector.objects.values_list("code", flat=True))
    missing = [entry for entry in ENTRIES if entry.code not in kept]
    for entry in missing:  # one by one, for each begins its history
        edits.save(Sector(code=entry.code, name=entry.name, family=entry.family), None, "初始目录")
    return len(missing)
