"""Bars as SVG, drawn on the server: every colour and font is in life.css, and the same figures stand in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Figure:
    """One number with its name and the address of the list behind it; ``parts`` are the pieces that it is made of."""

    label: str
    count: int
    url: str = ""
    most: int = 0
    tone: str = ""

    @property
    def words(self) -> str:
        return f"{self.most} 以上" if self.most and self.count > self.most else str(self.count)


WIDTH, ROW, LABEL, AMOUNT = 480, 26, 128, 56
HEIGHT, FOOT, HEAD = 160, 22, 18


def across(title: str, figures: Sequence[Figure]) -> SafeString:
    """A bar for each figure, one below the other, such as the stages of a funnel."""
    most = max((each.count for each in figures), default=0) or 1
    room = WIDTH - LABEL - AMOUNT
    rows = format_html_join(
        "",
        '<text class="plot-label" x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect class="plot-bar {}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="plot-amount" x="{}" y="{}">{}</text>',
        (
            (
                LABEL - 8, ROW * place + 17, each.label, each.tone, LABEL, ROW * place + 4,
                _length(each.count, most, room), ROW - 8, LABEL + _length(each.count, most, room) + 6,
                ROW * place + 17, each.words,
            )
            for place, each in enumerate(figures)
        ),
    )  # fmt: skip
    return _picture(title, WIDTH, ROW * len(figures), rows)


def upright(title: str, figures: Sequence[Figure]) -> SafeString:
    """A column for each figure, side by side, such as months."""
    most = max((each.count for each in figures), default=0) or 1
    step = WIDTH / max(len(figures), 1)
    room = HEIGHT - FOOT - HEAD
    columns = format_html_join(
        "",
        '<rect class="plot-bar {}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="plot-amount" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="plot-label" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (
                each.tone, round(step * place + 4, 1), HEIGHT - FOOT - _length(each.count, most, room),
                round(step - 8, 1), _length(each.count, most, room), round(step * (place + 0.5), 1),
                HEIGHT - FOOT - _length(each.count, most, room) - 5, each.words if each.count else "",
                round(step * (place + 0.5), 1), HEIGHT - 6, each.label,
            )
            for place, each in enumerate(figures)
        ),
    )  # fmt: skip
    return _picture(title, WIDTH, HEIGHT, columns)


def _length(count: int, most: int, room: float) -> float:
    """What is not nothing is seen."""
    return round(max(room * count / most, 2), 1) if count else 0


def _picture(title: str, width: int, height: int, parts: SafeString) -> SafeString:
    return format_html(
        '<svg class="plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        width, height, title, parts,
    )  # fmt: skip
