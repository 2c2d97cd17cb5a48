"""How templates say dates, days left, sizes and articles; the same words on every page."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template

from procedure import articles, clock

register = template.Library()

# Below this many days a date is marked as near.
SOON_DAYS = 7

SHORT_TITLES = {
    articles.MEASURES.title: "《办法（征求意见稿）》",
    articles.GUIDE.title: "《申报指南》",
    articles.CIVIL_CODE.title: "《民法典》",
}


@register.filter
def cn_date(value: Any) -> str:
    """2024年3月5日, in Beijing time; nothing for nothing."""
    day = _day(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def cn_datetime(value: Any) -> str:
    """2024年3月5日 10:42, in Beijing time; a day without an hour stays a day."""
    if not isinstance(value, datetime):
        return cn_date(value)
    return f"{cn_date(value)} {value.astimezone(clock.BEIJING):%H:%M}"


@register.filter
def cn_second(value: Any) -> str:
    """2024年3月5日 10:42:07, in Beijing time, where the second decides."""
    return f"{cn_date(value)} {value.astimezone(clock.BEIJING):%H:%M:%S}" if isinstance(value, datetime) else ""


@register.filter
def last_day(value: Any) -> date | None:
    """The last day that is in time: an end at 24:00 is kept as the next day's 00:00, which nobody should read."""
    return _day(value - timedelta(microseconds=1)) if isinstance(value, datetime) else _day(value)


@register.filter
def days_left(value: Any) -> str:
    """还有 12 天, 今天到期 or 已超期 3 天, by calendar days from the portal's today to the last day in time."""
    left = _days_from_today(value)
    if left is None:
        return ""
    if left == 0:
        return "今天到期"
    return f"还有 {left} 天" if left > 0 else f"已超期 {-left} 天"


@register.filter
def due_tone(value: Any) -> str:
    """late, today, soon or later: the last part of the class ``due-…``."""
    left = _days_from_today(value)
    if left is None:
        return "later"
    if left <= 0:
        return "today" if left == 0 else "late"
    return "soon" if left <= SOON_DAYS else "later"


@register.filter
def file_size(value: Any) -> str:
    """860 字节, 12 KB, 3.4 MB; whole kilobytes are rounded up, so that no file says 0."""
    if not isinstance(value, int):
        return ""
    if value < 1024:
        return f"{value} 字节"
    if value < 1024**2:
        return f"{-(-value // 1024)} KB"
    return f"{value / 1024**2:.1f} MB" if value < 1024**3 else f"{value / 1024**3:.1f} GB"


@register.filter
def cite(value: Any) -> str:
    """An article under the full title of its text, as the step's page and letters have it."""
    return articles.cite(str(value)) if value else ""


@register.filter
def cite_short(value: Any) -> str:
    """An article for lists and narrow panels: 《办法（征求意见稿）》第十二条."""
    cited = cite(value)
    for title, short in SHORT_TITLES.items():
        cited = cited.replace(title, short)
    return cited


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's own query with some parameters changed; None takes one out."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(clock.BEIJING).date()
    return value if isinstance(value, date) else None


def _days_from_today(value: Any) -> int | None:
    day = last_day(value)
    return (day - clock.today()).days if day else None
