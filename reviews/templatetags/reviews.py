"""How a sheet is read in a template."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from documents import rich
from reviews.kinds import Aspect

register = template.Library()


@register.filter
def by_aspect(holder: Any, aspects: Iterable[Aspect]) -> list[tuple[Aspect, dict[str, Any]]]:
    """The aspects of a sheet or of one of its states, each with what is said on it."""
    return [(aspect, holder.content[aspect.key]) for aspect in aspects]


@register.filter
def as_rich(html: str) -> SafeString:
    return mark_safe(rich.clean(html))  # noqa: S308  (cleaned)


@register.filter
def on_scale(score: float) -> str:
    """Where a score of 0 to 100 lies on the line of the drawing."""
    return f"{2 + 2 * score:g}"
