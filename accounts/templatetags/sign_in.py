"""What the pages say about signing in."""

from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from accounts import sessions

register = template.Library()


@register.filter
def moment(value: datetime | str) -> str:
    """Beijing time to the second."""
    at = timezone.localtime(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}"


@register.simple_tag
def session_of(request: HttpRequest | None) -> dict[str, Any] | None:
    """Whose page this is and when the session ends; None for who is not signed in."""
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return None
    return {"user": sessions.written_by(request), "left": sessions.seconds_left(request)}
