"""The provinces as tiles and as a table; in Python, for in a template their many small parts take half the page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .register import Count


def tile_map(areas: Iterable[Count], chosen: str = "") -> SafeString:
    """A tile for each province, a link where there is a base; where it stands is the style sheet's."""
    here = reverse("bases:register")
    return _joined(_tile(area, here, chosen) for area in areas)


def area_rows(areas: Iterable[Count]) -> SafeString:
    """The same as rows of a table, of those that have a base."""
    here = reverse("bases:register")
    return _joined(
        f'<tr><th scope="row"><a href="{here}?region={escape(area.value)}">{escape(area.label)}</a></th>'
        f'<td class="amount">{area.words}</td></tr>'
        for area in areas
        if area.count
    )


def _tile(area: Count, here: str, chosen: str) -> str:
    code, label = escape(area.value), escape(area.label)
    if not area.count:
        return f'<li class="tile tile-{code} tile-none"><span>{label}</span></li>'
    current = ' aria-current="true"' if area.value == chosen else ""
    link = f'<a href="{here}?region={code}"{current}>{label} <span class="num">{area.words}</span></a>'
    return f'<li class="tile tile-{code}">{link}</li>'


def _joined(parts: Iterable[str]) -> SafeString:
    """One piece of many: escaping each small part as a template does took a sixth of the page."""
    return mark_safe("".join(parts))  # noqa: S308  (what comes from the catalogue is escaped above)
