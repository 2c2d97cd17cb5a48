"""An indicator's way to its target as SVG: reported values over the build, target line and mid-term mark.

Every colour and font is in ledger.css; the same values stand in a table beneath.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bases.models import plain
from bases.periods import midpoint
from procedure.reckoning import beijing_day, chinese_date

from .ledger import Row

WIDTH, HEIGHT = 480, 180
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 18, 28


@dataclass(frozen=True)
class Frame:
    """Where a day and a number lie in the picture."""

    starts: date
    ends: date
    least: Decimal
    most: Decimal

    def x(self, day: date) -> float:
        share = (day - self.starts).days / max((self.ends - self.starts).days, 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * min(max(share, 0), 1), 1)

    def y(self, number: Decimal) -> float:
        share = float((number - self.least) / (self.most - self.least))
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)


Point = tuple[date, Decimal]


def plot(row: Row, starts: date | None, ends: date | None) -> SafeString | None:
    """The picture of a numeric row, once something was reported and it is known from when until when."""
    points = _points(row)
    if not row.is_numeric or not points or starts is None or ends is None:
        return None
    target, half = row.promised.target_number, row.midterm_number
    frame = _frame(points, [target, *([half] if half is not None else [])], starts, ends)
    return format_html(
        '<svg class="ledger-plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" role="img"'
        ' aria-labelledby="plot-{key}"><title id="plot-{key}">{title}</title>{parts}</svg>',
        w=WIDTH, h=HEIGHT, key=row.promised.pk, title=_title(row, points),
        parts=format_html_join("", "{}", ((part,) for part in _parts(row, frame, points, half))),
    )  # fmt: skip


def _points(row: Row) -> list[Point]:
    return [(beijing_day(each.at), each.number) for each in row.reports if each.at and each.number is not None]


def _frame(points: Sequence[Point], marks: Sequence[Decimal], starts: date, ends: date) -> Frame:
    numbers = [*(number for _, number in points), *marks, Decimal(0)]
    least, most = min(numbers), max(numbers)
    # An extension, or a report after the end, still lies in the picture.
    return Frame(starts, max(ends, *(day for day, _ in points)), least, most if most > least else least + 1)


def _parts(row: Row, frame: Frame, points: Sequence[Point], half: Decimal | None) -> list[SafeString]:
    target = row.promised.target_number
    parts = [_axis(frame), _level(frame, target, f"目标 {plain(target)}"), _line(frame, points)]
    if half is not None:
        parts.append(_mark(frame, midpoint(frame.starts, frame.ends), half))
    return parts + [_dot(frame, day, number) for day, number in points]


def _axis(frame: Frame) -> SafeString:
    bottom = HEIGHT - BOTTOM
    ends = [(LEFT, "start", chinese_date(frame.starts)), (WIDTH - RIGHT, "end", chinese_date(frame.ends))]
    words = format_html_join(
        "", '<text class="plot-words" x="{}" y="{}" text-anchor="{}">{}</text>',
        ((x, HEIGHT - 8, anchor, word) for x, anchor, word in ends),
    )  # fmt: skip
    return format_html('<path class="plot-axis" d="M{} {}V{}H{}"/>{}', LEFT, TOP, bottom, WIDTH - RIGHT, words)


def _level(frame: Frame, target: Decimal, words: str) -> SafeString:
    y = frame.y(target)
    return format_html(
        '<path class="plot-target" d="M{} {}H{}"/><text class="plot-words" x="{}" y="{}">{}</text>',
        LEFT, y, WIDTH - RIGHT, LEFT + 4, y - 4, words,
    )  # fmt: skip


def _line(frame: Frame, points: Sequence[Point]) -> SafeString:
    path = "L".join(f"{frame.x(day)} {frame.y(number)}" for day, number in points)
    return format_html('<path class="plot-line" d="M{}"/>', path)


def _mark(frame: Frame, day: date, half: Decimal) -> SafeString:
    x, y = frame.x(day), frame.y(half)
    return format_html(
        '<path class="plot-midterm" d="M{} {}l6 6l-6 6l-6 -6Z"/><text class="plot-words" x="{}" y="{}">中期 {}</text>',
        x, y - 6, x + 9, y + 4, plain(half),
    )  # fmt: skip


def _dot(frame: Frame, day: date, number: Decimal) -> SafeString:
    x, y = frame.x(day), frame.y(number)
    return format_html(
        '<circle class="plot-dot" cx="{}" cy="{}" r="4"><title>{}：{}</title></circle>', x, y, chinese_date(day),
        plain(number),
    )  # fmt: skip


def _title(row: Row, points: Sequence[Point]) -> str:
    said = "，".join(f"{chinese_date(day)}为{plain(number)}" for day, number in points)
    return f"{row.promised.name}：{said}；目标{row.promised.target}{row.promised.unit}"
