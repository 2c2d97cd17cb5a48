"""How many a base achieved in each year, as SVG columns; colours and fonts are in ledger.css."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .queries.kept import Tally

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 480, 140, 8, 20, 24
_WIDEST = 48


def totals(tallies: Iterable[Tally]) -> list[tuple[int, int]]:
    """Year and number, from the first year to the last, also those without any."""
    counts: dict[int, int] = {}
    for tally in tallies:
        for year, count in tally.years.items():
            counts[year] = counts.get(year, 0) + count
    return [(year, counts.get(year, 0)) for year in range(min(counts), max(counts) + 1)] if counts else []


def bars(years: Sequence[tuple[int, int]]) -> SafeString | None:
    """A column a year with its number above it; the title says the same in words."""
    if not years:
        return None
    room = (WIDTH - 2 * LEFT) / len(years)
    most = max(count for _, count in years)
    columns = [_column(place, room, most, *each) for place, each in enumerate(years)]
    return format_html(
        '<svg class="ledger-plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img"'
        ' aria-labelledby="bars-title"><title id="bars-title">{}</title>{}'
        '<path class="plot-axis" d="M{} {}H{}"/></svg>',
        WIDTH, HEIGHT, "，".join(f"{year}年{count}项" for year, count in years),
        format_html_join("", "{}", ((column,) for column in columns)), LEFT, HEIGHT - BOTTOM, WIDTH - LEFT,
    )  # fmt: skip


def _column(place: int, room: float, most: int, year: int, count: int) -> SafeString:
    width = min(room * 0.6, _WIDEST)
    centre = LEFT + room * (place + 0.5)
    tall = (HEIGHT - TOP - BOTTOM) * count / most
    top = HEIGHT - BOTTOM - tall
    return format_html(
        '<rect class="plot-bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="plot-words" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="plot-words" x="{}" y="{}" text-anchor="middle">{}</text>',
        round(centre - width / 2, 1), round(top, 1), round(width, 1), round(tall, 1),
        round(centre, 1), round(top - 4, 1), count, round(centre, 1), HEIGHT - 8, year,
    )  # fmt: skip
