"""What only the workbench knows, for templates of the rooms below."""

from collections.abc import Iterable

from django import template

from applications.queries import unmissed, waiting_for
from organisations.models import Membership
from procedure import clock

register = template.Library()

_COUNTED = 100


@register.simple_tag
def waiting_words(seats: Iterable[Membership]) -> str:
    """How much waits for somebody in all their seats, in words."""
    waiting = {key for seat in seats for key in unmissed(waiting_for(seat), clock.now()).values_list("pk")[:_COUNTED]}
    return f"待办 {len(waiting)} 件" if waiting else "暂无待办"
