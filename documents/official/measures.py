"""Sizes and places that both the page and the draft are set by, in points and millimetres."""

from documents import fonts
from documents.official.content import Document, Form, chinese_date
from documents.official.titles import FULL, chinese_title_lines

# The width of a line, and the largest sizes of the issuer's name and of the title in it.
LINE, LARGEST, TITLE = 442, 44, 22
CELL, SPACING, MM = 16, -0.21, 25.4 / 72
SEALED_CELLS, PLAIN_CELLS = 4, 2


def head(document: Document) -> str:
    """发文机关标志: the name, in a red head with 文件."""
    return document.issuer + ("文件" if document.form == Form.RED_HEAD else "")


def head_size(document: Document) -> float:
    return min(LARGEST, LINE / max(1, len(head(document))))


def title_lines(title: str, by_hand: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    return by_hand or chinese_title_lines(title, names)


def title_size(lines: tuple[str, ...]) -> float:
    """22pt, less if a line is so long that it would not fit."""
    return min(TITLE, LINE / max(FULL, *map(len, lines)))


def day_edge(document: Document) -> float:
    """From the right edge of the text to the day's end: with a seal four cells, without as the shifted name leaves."""
    if document.sealed:
        return _cells(SEALED_CELLS)
    longest = max(map(_width, document.signed_by), default=0.0)
    return max(_cells(PLAIN_CELLS), longest - _width(chinese_date(document.dated)))


def name_edge(document: Document, name: str) -> float:
    """The name is centred over a sealed day; else its first character stands two left of the day's first."""
    day, mine = _width(chinese_date(document.dated)), _width(name)
    if document.sealed:
        return max(0.0, day_edge(document) + (day - mine) / 2)
    return max(_cells(PLAIN_CELLS), day_edge(document) + day - mine + _cells(2))


def _width(text: str) -> float:
    """Of a line of the body."""
    return (fonts.width(text, fonts.FANG) * CELL + SPACING * len(text)) * MM


def _cells(count: int) -> float:
    return count * (CELL + SPACING) * MM
