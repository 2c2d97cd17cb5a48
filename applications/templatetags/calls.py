"""How a call says its window and its types."""

from datetime import datetime
from typing import Any

from django import template

from applications.procedure import BaseKind
from applications.procedure.window import last_day_of
from procedure import clock
from procedure.reckoning import chinese_date
from procedure.templatetags.portal import days_left, due_tone

register = template.Library()


@register.filter
def to_second(moment: datetime) -> str:
    """2026年5月5日0时0分0秒, in Beijing time."""
    there = moment.astimezone(clock.BEIJING)
    return f"{chinese_date(there.date())}{there.hour}时{there.minute}分{there.second}秒"


@register.filter
def until(ends: datetime) -> str:
    """2026年7月30日24时: the last moment that an exclusive end still holds."""
    return last_day_of(ends)


@register.filter
def window_left(ends: datetime) -> str:
    """还有 12 天 while the window is open; a window that is over is nobody's arrear, it has just ended."""
    return days_left(ends) if clock.now() < ends else "已结束"


@register.filter
def window_tone(ends: datetime) -> str:
    return due_tone(ends) if clock.now() < ends else "later"


@register.filter
def kind_label(kind: str) -> str:
    return str(BaseKind(kind).label) if kind in BaseKind.values else kind


@register.filter
def planned_of(call: Any, kind: str) -> str:
    """拟建15至20个, or nothing where no number is planned."""
    found = (call.planned or {}).get(kind)
    if not found:
        return ""
    least, most = found[0], found[-1]
    return f"拟建{least}个" if least == most else f"拟建{least}至{most}个"


@register.filter
def call_fields(names: str, form: Any) -> list[Any]:
    """The bound fields of a form by their names, in this order."""
    return [form[name] for name in names.split()]
