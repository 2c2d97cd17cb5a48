"""The points of a conclusion as they are read: numbered, each with the part of the plan that it is about."""

from collections.abc import Iterable, Mapping

from applications import sections


def numbered_points(points: Iterable[Mapping[str, str]]) -> list[tuple[int, str, str]]:
    """Number, heading of the part, text."""
    return [(number, heading(each["section"]), each["text"]) for number, each in enumerate(points, start=1)]


def heading(key: str) -> str:
    return sections.heading_of(key) if key else "总体"
