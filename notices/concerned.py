"""Which units an item of a notice concerns; the room that published it knows, and says so here."""

from collections.abc import Callable

from organisations.models import Unit

from .models import NoticeItem

Finder = Callable[[NoticeItem], list[tuple[str, Unit]]]
_FINDERS: list[Finder] = []


def finds_concerned(finder: Finder) -> Finder:
    """Register what names the units of an item, each with its part in the case."""
    if finder not in _FINDERS:
        _FINDERS.append(finder)
    return finder


def units_of(item: NoticeItem) -> list[tuple[str, Unit]]:
    """Each unit once, by the first part that it has."""
    found: dict[int, tuple[str, Unit]] = {}
    for finder in _FINDERS:
        for label, unit in finder(item):
            found.setdefault(unit.pk, (label, unit))
    return list(found.values())
