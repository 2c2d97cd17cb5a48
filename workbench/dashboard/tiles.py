"""Which provinces' places are held and which are free, as tiles about where they lie."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from organisations.models import Region

from .plots import Figure


def places(areas: Iterable[tuple[Region, Figure]]) -> SafeString:
    return format_html_join("", '<li class="tile tile-{}{}">{}</li>', (_tile(region, found) for region, found in areas))


def _tile(region: Region, found: Figure) -> tuple[str, str, SafeString]:
    if not found.count:
        return region.code, " tile-none", format_html("<span>{}<br>空</span>", found.label)
    return (
        region.code,
        "",
        format_html('<a href="{}">{} <span class="num">{}</span></a>', found.url, found.label, found.words),
    )
