"""How a sheet is read in a template."""

from typing import Any

from django import template

from reviews.sheets import ASPECTS, Aspect

register = template.Library()


@register.filter
def by_aspect(holder: Any) -> list[tuple[Aspect, dict[str, Any]]]:
    """The aspects of a sheet or of one of its states, each with what is said on it."""
    return [(aspect, holder.content[aspect.key]) for aspect in ASPECTS]


@register.filter
def on_scale(score: float) -> str:
    """Where a score of 0 to 100 lies on the line of the drawing."""
    return f"{2 + 2 * score:g}"
