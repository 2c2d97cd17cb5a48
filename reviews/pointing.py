"""The points of a conclusion as they are read: numbered, each with the part of the material that it is about."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Case


def numbered_points(case: "Case", points: Iterable[Mapping[str, str]]) -> list[tuple[int, str, str]]:
    """Number, heading of the part, text."""
    places = case.of_kind.places(case)
    return [(number, places.get(each["section"], "总体"), each["text"]) for number, each in enumerate(points, start=1)]
