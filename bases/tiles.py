"""The provinces as tiles and as a table; in Python, for in a template their many small parts take half the page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .register import Count


def tile_map(areas: Iterable[Count], chosen: str = "") -> SafeString:
    """A tile for each province, a link where there is a base; where it stands is the style sheet's."""
    here = reverse("bases:register")
    return format_html_join("", '<li class="tile tile-{}{}">{}</li>', (_tile(area, here, chosen) for area in areas))


def area_rows(areas: Iterable[Count]) -> SafeString:
    """The same as rows of a table, of those that have a base."""
    here = reverse("bases:register")
    row = '<tr><th scope="row"><a href="{}?region={}">{}</a></th><td class="amount">{}</td></tr>'
    return format_html_join("", row, ((here, area.value, area.label, area.words) for area in areas if area.count))


def _tile(area: Count, here: str, chosen: str) -> tuple[str, str, SafeString]:
    if not area.count:
        return area.value, " tile-none", format_html("<span>{}</span>", area.label)
    link = '<a href="{}?region={}"{}>{} <span class="num">{}</span></a>'
    current = SafeString(' aria-current="true"') if area.value == chosen else ""
    return area.value, "", format_html(link, here, area.value, current, area.label, area.words)
